"""A venture as disclosed, on paper: the same values as the page, set by typst."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from questionnaire.cohort.disclosed import beside_shared, disclosed_report
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.people.models import Venture, stage_word
from questionnaire.report.files.frozen import Frozen, frozen
from questionnaire.report.files.pdf import FOLDER, as_pdf, footer, plain, set_in_type
from questionnaire.report.files.words import words
from questionnaire.report.models import Report
from questionnaire.report.narrative.tongue import Tongue

TEMPLATE = FOLDER / "disclosed.typ"
SHOWN = (
    "path_shared", "path", "path_place", "path_summary", "close", "postures", "hidden_postures",
    "lean", "lean_why", "scores", "tensions", "categories", "sharing", "legend",
)  # fmt: skip


def disclosed_pdf(report: Report, venture: Venture, shared: Disclosure) -> bytes:
    """The PDF of what an accelerator may read of a venture: the whole report where all answers are
    shared, else what rests on shared categories alone. report: read with its submission."""
    page = disclosed_report(report, venture, shared)
    whole = frozen(report, notes=False)
    if page["whole"]:
        return as_pdf(replace(whole, notes=beside_shared(report, shared)))
    return set_in_type(_document(whole, page, stage_word(venture.stage)), TEMPLATE, whole.sent_at)


def _document(whole: Frozen, page: dict[str, Any], stage: str) -> dict[str, Any]:
    tongue = whole.tongue
    return {
        **plain({name: page[name] for name in SHOWN if name in page}),
        "verdict": {"lede": list(page["sharing"])},
        "lang": tongue.lang,
        "venture": whole.venture,
        "stage": stage,
        "title": tongue.say("Report for %(venture)s", venture=whole.venture),
        "kicker": page["kicker"],
        "footer": footer(whole),
        "words": words(tongue) | _words(tongue),
    }


def _words(tongue: Tongue) -> dict[str, str]:
    say = tongue.say
    return {
        "path_withheld": say("Recommended path: not shared"),
        "no_direction": say("No direction yet"),
        "too_close": say("too close to call"),
        "standing": say("Where it stands"),
        "legend": say("What stands in place of a number"),
        "scores_title": say("Score by category"),
        "scores_dek": say(
            "Points gained of points possible in each category, 0 to 100; of those answers whose "
            "worth rests on shared categories alone."
        ),
        "tensions_title": say("Answers that contradict"),
        "tensions_dek": say("Only those whose answers are all shared with you."),
        "tensions_none": say("None in what is shared."),
        "answers_title": say("Every answer"),
        "withheld": say("not shared"),
        "note": say("Note:"),
    }
