"""The report's words as they stood on its date: rendered once in each language, and kept.

Whoever sends waits for the language they read in alone; the worker keeps the others a moment later.

What belongs to the reader and not to the date (buttons, the notes beside one's answers) is no part
of them: the template leaves a slot there, which is filled when somebody reads.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable, Mapping

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Submission
from questionnaire.bank.queries import edition_by_id
from questionnaire.report.history.since import since_before, since_entry
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report, ReportText
from questionnaire.report.page import report_page, tongue_of

SLOT = re.compile(r"<!--slot ([a-z0-9:-]+)-->")


def marker(name: str) -> str:
    """What stands in the kept words where a slot is. Founders' own text is escaped, so that none
    of it can pass for one."""
    made = f"<!--slot {name}-->"
    if not SLOT.fullmatch(made):
        raise ValueError(f"no name of a slot: {name!r}")
    return made


def part_markers(name: str) -> tuple[str, str]:
    """What stands around a part that not every reader gets."""
    return marker(f"part:{name}"), marker(f"end:{name}")


def fill(body: str, slots: Mapping[str, str], *, without: Collection[str] = ()) -> SafeString:
    """The words with every slot filled; those that nothing is said for are left empty.

    slots: markup that the templates made, by name; without: parts that this reader does not get.
    """
    for name in without:
        begin, end = part_markers(name)
        body = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", "", body, flags=re.DOTALL)
    return mark_safe(SLOT.sub(lambda found: slots.get(found[1], ""), body))  # noqa: S308


def slots_of(body: str) -> list[str]:
    """The names of the slots that the words have."""
    return SLOT.findall(body)


def notes_told(notes: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Slots for what founders wrote beside their answers. notes: question -> note and evidence."""
    return {
        f"note:{key}": render_to_string("report/_note.html", {"note": note, "evidence": evidence})
        for key, (note, evidence) in notes.items()
    }


def keep_words(report: Report, languages: Iterable[str]) -> None:
    """Keep the report's words in these languages. One insert."""
    ReportText.objects.bulk_create(
        ReportText(
            report=report, language=language, body=zlib.compress(write(report, language).encode())
        )
        for language in languages
    )


def read_text(report: Report, language: str) -> str:
    """The words that were kept, in one query; from the frozen scorecard where none were."""
    kept = ReportText.objects.filter(report=report, language=language)
    body = kept.values_list("body", flat=True).first()
    return write(report, language) if body is None else zlib.decompress(body).decode()


def write(report: Report, language: str) -> str:
    """The report from its headline to its sources, in one language, with its slots."""
    submission = report.submission
    edition = edition_by_id(submission.edition_id)
    sheet = sheet_of_snapshot(edition.rubric, submission.answers)
    with translation.override(language):
        context = report_page(tongue_of(edition, language), report.scorecard, sheet)
        since = since_before(report)
        if since is not None:
            context |= {"since": since, "contents": (since_entry(), *context["contents"])}
        kicker = {"kicker": kicker_of(submission), "freezing": True}
        return render_to_string("report/_body.html", context | kicker)


def kicker_of(submission: Submission) -> str:
    """Whose report it is and of when, in the language that is on."""
    return _("Report for %(venture)s, %(date)s, revision %(revision)s") % {
        "venture": submission.assessment.venture.name,
        "date": date_format(submission.sent_at, "DATE_FORMAT"),
        "revision": submission.revision,
    }
