"""Two revisions side by side: which answers changed, and what each of them moved."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from questionnaire.assessment.desk import said_in
from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.bank.wording import Phrase
from questionnaire.report.attribution import attribute
from questionnaire.report.history.page import called, choices_of, rules_of
from questionnaire.report.history.queries import (
    ASIDE,
    Edited,
    Revision,
    Stored,
    edits_behind,
    reports_of,
)
from questionnaire.report.intake import score_sheet
from questionnaire.report.models import Report
from questionnaire.report.narrative import changes
from questionnaire.report.narrative.changes import PathStood, Stood
from questionnaire.report.narrative.moved import Moved, tell_moved
from questionnaire.report.narrative.standing import claim_word
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its answers and its result, frozen where it was sent."""

    revision: Revision
    edition: OpenEdition
    tongue: Tongue
    stored: Stored
    card: Mapping[str, Any]

    @property
    def sheet(self) -> Sheet:
        rows = ((key, one["value"], one.get("claim", "")) for key, one in self.stored.items())
        return sheet_of_rows(self.edition.rubric, rows)


@dataclass(frozen=True, slots=True)
class Beside:
    """Something beside an answer that changed: note, evidence, or how sure it is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question with what was said before and after. asked: both, only-before or only-after."""

    key: str
    ask: Phrase
    category: Phrase
    before: str
    after: str
    differs: bool
    beside: tuple[Beside, ...]
    asked: str
    edited: Edited | None


@dataclass(frozen=True, slots=True)
class SideTold:
    """One of the two in words."""

    called: str
    name: str
    assessment: uuid.UUID
    report: uuid.UUID | None
    edition: Phrase
    edition_key: str
    scoring_version: int
    path: PathStood


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What changed between two revisions. rules: same, edition or scoring, whichever differs."""

    venture: str
    headline: str
    before: SideTold
    after: SideTold
    choices: tuple[tuple[str, str], ...]
    stood: tuple[Stood, ...]
    rules: str
    moved: Moved | None
    changed: tuple[ChangedAnswer, ...]

    @property
    def sides(self) -> tuple[SideTold, SideTold]:
        return self.before, self.after


def pair_of(
    revisions: Sequence[Revision], first: str, second: str
) -> tuple[Revision, Revision] | None:
    """The two that are named, the earlier first. Without a name: the last, and the one before it.

    None where a name is unknown or both are the same. Needs two revisions.
    """
    places = {one.name: place for place, one in enumerate(revisions)}
    last = places.get(second) if second else len(revisions) - 1
    if last is None:
        return None
    before = places.get(first) if first else max(last - 1, 0)
    if before is None or before == last:
        return None
    low, high = sorted((before, last))
    return revisions[low], revisions[high]


def comparison_page(
    venture: str, revisions: Sequence[Revision], pair: tuple[Revision, Revision], now: Stored
) -> ComparisonPage:
    """Everything the comparison shows. now: the answers of the open revision. Two queries."""
    reports = reports_of(one.submission for one in pair if one.submission)
    before, after = (_side(one, reports, now) for one in pair)
    rules = _rules(before.revision, after.revision)
    was, came = (before.tongue, before.card), (after.tongue, after.card)
    return ComparisonPage(
        venture=venture,
        headline=changes.tell_headline(was, came),
        before=_told(before),
        after=_told(after),
        choices=choices_of(revisions),
        stood=changes.tell_stood(was, came, compared=rules == "same"),
        rules=rules,
        moved=_moved(before, after) if rules == "same" else None,
        changed=tuple(_changed(before, after)),
    )


def _rules(before: Revision, after: Revision) -> str:
    """Whether points may be compared: the same questions, scored as scoring is done today."""
    if before.edition != after.edition:
        return "edition"
    today = rules_of(before) == rules_of(after) == (before.edition, SCORING_VERSION)
    return "same" if today else "scoring"


def _side(one: Revision, reports: Mapping[Any, Report], now: Stored) -> Side:
    edition = edition_by_id(one.edition)
    tongue = tongue_of(edition)
    if one.submission:
        report = reports[one.submission]
        return Side(one, edition, tongue, report.submission.answers, report.scorecard)
    side = Side(one, edition, tongue, now, {})
    card = score_sheet(edition, side.sheet, Depth.LIVE).as_json()
    return Side(one, edition, tongue, now, card)


def _told(side: Side) -> SideTold:
    return SideTold(
        called=called(side.revision),
        name=side.revision.name,
        assessment=side.revision.assessment,
        report=side.revision.report,
        edition=side.tongue.texts.title,
        edition_key=side.card["edition"],
        scoring_version=side.card["scoring_version"],
        path=changes.tell_path(side.tongue, side.card),
    )


def _moved(before: Side, after: Side) -> Moved:
    found = attribute(after.edition.rubric, before.sheet, after.sheet)
    return tell_moved(after.tongue, found)


# ---------------------------------------------------------------- the answers


def _changed(before: Side, after: Side) -> Iterator[ChangedAnswer]:
    """The answers that changed, in the order of the later questions, then those no longer asked."""
    keys = [*after.tongue.texts.questions, *before.tongue.texts.questions]
    differ = [key for key in dict.fromkeys(keys) if _differs(before, after, key)]
    edits = edits_behind(after.revision, after.stored, differ) if differ else {}
    for key in differ:
        there = [key in side.tongue.texts.questions for side in (before, after)]
        texts = (after if there[1] else before).tongue.texts
        question = texts.question(key)
        yield ChangedAnswer(
            key=key,
            ask=question.ask,
            category=texts.category(question.category).name,
            before=_said(before, key),
            after=_said(after, key),
            differs=_value(before, key) != _value(after, key),
            beside=tuple(_beside(before, after, key)),
            asked="both" if all(there) else "only-after" if there[1] else "only-before",
            edited=edits.get(key),
        )


def _differs(before: Side, after: Side, key: str) -> bool:
    one, two = before.stored.get(key, {}), after.stored.get(key, {})
    return any((one.get(name) or None) != (two.get(name) or None) for name in ("value", *ASIDE))


def _value(side: Side, key: str) -> Any:
    return side.stored.get(key, {}).get("value")


def _said(side: Side, key: str) -> str:
    """What was answered, in the words of the edition that asked it."""
    if key not in side.tongue.texts.questions:
        return _("not asked")
    stored = _value(side, key)
    texts = side.tongue.texts
    return said_in(texts, texts.question(key), stored) if stored else _("not answered")


def _beside(before: Side, after: Side, key: str) -> Iterator[Beside]:
    names = {"note": _("Note"), "evidence": _("Evidence"), "claim": _("How sure")}
    for name, words in names.items():
        one, two = (side.stored.get(key, {}).get(name) or "" for side in (before, after))
        if one != two and name == "claim":
            yield Beside(words, claim_word(before.tongue, one), claim_word(after.tongue, two))
        elif one != two:
            yield Beside(words, one, two)
