"""A pack as one file: the PDFs that may still be handed out, and a list of what is in it."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from typing import IO

from django.utils.text import slugify
from django.utils.translation import gettext as _

from questionnaire.cohort.disclosure import columns_of, read_disclosure
from questionnaire.cohort.pack.models import Pack

IN_MEMORY = 8 * 1024 * 1024
CONTENTS = "contents.txt"


@dataclass(frozen=True, slots=True)
class Zipped:
    """The file. held: how many PDFs; left_out: how many ventures of the page are not among them."""

    file: IO[bytes]
    held: int
    left_out: int


def zipped(pack: Pack) -> Zipped:
    """What is handed out now: a venture that shares something else since, or nothing, is left out,
    and so is one that left."""
    now = {
        one.pk: one
        for one in pack.cohort.enrolments.consented().select_related(
            "venture"
        )
    }  # fmt: skip
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    names: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # PDFs are compressed already
        for part in pack.parts.defer("file").iterator():
            joined = now.get(part.enrolment_id)
            if joined is None or columns_of(read_disclosure(vars(joined))) != part.shared:
                continue
            name = _file_name(len(names) + 1, joined.venture.name)
            archive.writestr(name, bytes(part.file))
            names.append(name)
        left_out = len(pack.ventures) - len(names)
        archive.writestr(CONTENTS, _contents(pack, names, left_out))
    file.seek(0)
    return Zipped(file, len(names), left_out)


def _file_name(place: int, venture: str) -> str:
    return f"{place:03}-{slugify(venture)[:60].strip('-') or 'venture'}.pdf"


def _contents(pack: Pack, names: list[str], left_out: int) -> str:
    head = _("%(cohort)s, %(number)s of %(all)s ventures") % {
        "cohort": pack.cohort.name, "number": len(names), "all": len(pack.ventures),
    }  # fmt: skip
    why = _("Left out: what is not shared any more, or is shared otherwise than when it was made.")
    return "\n".join([head, "", *names, *(["", why] if left_out else [])]) + "\n"
