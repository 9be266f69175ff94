"""A pack as one file: the PDFs that may still be handed out, and a list of what is in it."""

from __future__ import annotations

import tempfile
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.text import slugify
from django.utils.translation import gettext as _

from questionnaire.cohort.disclosure import columns_of, read_disclosure
from questionnaire.cohort.pack.models import Pack

IN_MEMORY = 8 * 1024 * 1024
CONTENTS = "contents.txt"


@dataclass(frozen=True, slots=True)
class Handed:
    """One venture's PDF that may be handed out now: what it is called there, and which report of
    which enrolment whoever gets it reads."""

    part: int
    name: str
    enrolment: uuid.UUID
    report: uuid.UUID


def handed_out(pack: Pack) -> list[Handed]:
    """What may be handed out now: a venture that shares something else since, or nothing, is left
    out, and so is one that left. Two queries."""
    joined = pack.cohort.enrolments.consented().with_newest_report().select_related("venture")
    now = {one.pk: one for one in joined}
    found: list[Handed] = []
    for part in pack.parts.defer("file"):
        one = now.get(part.enrolment_id)
        if one is None or columns_of(read_disclosure(vars(one))) != part.shared:
            continue
        name = _file_name(len(found) + 1, one.venture.name)
        found.append(Handed(part.pk, name, one.pk, part.report_id or one.report_id))
    return found


def zipped(pack: Pack, handed: Sequence[Handed]) -> IO[bytes]:
    """The file: these PDFs, and a list of what is in it. One query for each."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # PDFs are compressed already
        names: list[str] = []
        for one in handed:
            made = pack.parts.values_list("file", flat=True).filter(pk=one.part).first()
            if made is not None:  # its venture, or the pack, was deleted this moment
                archive.writestr(one.name, bytes(made))
                names.append(one.name)
        archive.writestr(CONTENTS, _contents(pack, names, len(pack.ventures) - len(names)))
    file.seek(0)
    return file


def _file_name(place: int, venture: str) -> str:
    return f"{place:03}-{slugify(venture)[:60].strip('-') or 'venture'}.pdf"


def _contents(pack: Pack, names: list[str], left_out: int) -> str:
    head = _("%(cohort)s, %(number)s of %(all)s ventures") % {
        "cohort": pack.cohort.name, "number": len(names), "all": len(pack.ventures),
    }  # fmt: skip
    why = _("Left out: what is not shared any more, or is shared otherwise than when it was made.")
    return "\n".join([head, "", *names, *(["", why] if left_out else [])]) + "\n"
