"""A recorded decision as plain values, and the few words about it that other pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from questionnaire.bank.condition_reading import condition_faults
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.decision.choosing import Told, tell_wire
from questionnaire.decision.models import Decision, Firing, Tripwire
from questionnaire.decision.steps import STEPS, words_of
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.narrative.tongue import Said, Tongue, said
from questionnaire.report.page import tongue_of


@dataclass(frozen=True, slots=True)
class PathSign:
    """A path's name and sign; place is None where its edition does not have it."""

    name: str
    place: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class WireTold:
    """A tripwire: what it looks at, and whether it fired: when, and by which answers.

    blind: the questions asked now no longer fit it, so that only people can check it.
    """

    title: str
    words: str
    due: dt.date | None
    fired: bool
    at: dt.date | None
    behind: tuple[Said, ...]
    blind: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A decision. stands: no later one supersedes it; opened: a tripwire of it fired; conclusions:
    a step of the walk, what it asks, and what was concluded."""

    number: int
    path: PathSign
    recommended: PathSign | None
    against_recommended: bool
    reason: str
    against: str
    decided_by: str
    decided_on: dt.date
    recorded_at: dt.datetime
    recorded_by: str
    report: UUID
    sent_at: dt.datetime
    revision: int
    receipt: str
    rejected: tuple[tuple[PathSign, str], ...]
    conclusions: tuple[tuple[str, str, str], ...]
    wires: tuple[WireTold, ...]
    stands: bool
    opened: bool

    @property
    def fired(self) -> tuple[WireTold, ...]:
        return tuple(one for one in self.wires if one.fired)


def record_page(
    decision: Decision, *, stands: bool, today: dt.date, asked: OpenEdition
) -> RecordPage:
    """A decision in the reader's language, read ``with_tripwires``; asked: the edition that the
    venture answered last."""
    submission = decision.report.submission
    edition = edition_by_id(submission.edition_id)
    tongue = tongue_of(edition)
    wires = tuple(_wires(decision, edition, tongue, today if stands else None, asked))
    return RecordPage(
        number=decision.number,
        path=_sign(tongue, decision.path),
        recommended=_sign(tongue, decision.recommended) if decision.recommended else None,
        against_recommended=decision.recommended not in ("", decision.path),
        reason=decision.reason,
        against=decision.against,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
        recorded_at=decision.recorded_at,
        recorded_by=str(decision.by) if decision.by else "",
        report=decision.report_id,
        sent_at=submission.sent_at,
        revision=submission.revision,
        receipt=submission.receipt,
        rejected=tuple(
            (_sign(tongue, path.key), decision.rejected[path.key])
            for path in tongue.texts.paths
            if path.key in decision.rejected
        ),
        conclusions=tuple(
            (step.key, words_of(step, tongue.say).ask, decision.conclusions[step.key])
            for step in STEPS
            if step.key in decision.conclusions
        ),
        wires=wires,
        stands=stands,
        opened=stands and any(one.fired for one in wires),
    )


def _sign(tongue: Tongue, key: str) -> PathSign:
    keys = [path.key for path in tongue.texts.paths]
    if key not in keys:
        return PathSign(key, None, key)
    return PathSign(tongue.texts.path(key).name, keys.index(key), key)


def _wires(
    decision: Decision,
    edition: OpenEdition,
    tongue: Tongue,
    today: dt.date | None,
    asked: OpenEdition,
) -> Iterator[WireTold]:
    """today: the day on which dates are looked at; None for a decision that was superseded."""
    for wire in decision.tripwires.all():
        firing: Firing | None = getattr(wire, "firing", None)
        told = _told(wire, decision, edition, tongue)
        came = today is not None and wire.has_come(today)
        yield WireTold(
            title=told.title,
            words=told.words,
            due=wire.due,
            fired=firing is not None or came,
            at=timezone.localdate(firing.at) if firing else wire.due if came else None,
            behind=_behind(firing, tongue),
            blind=firing is None and _is_blind(wire, asked),
        )


def _is_blind(wire: Tripwire, asked: OpenEdition) -> bool:
    return wire.condition is not None and bool(
        condition_faults(wire.condition, asked.document, place="tripwire")
    )


def _told(wire: Tripwire, decision: Decision, edition: OpenEdition, tongue: Tongue) -> Told:
    return tell_wire(
        wire.condition, wire.words, edition.document, tongue.texts, decision.path, tongue.say
    )


def _behind(firing: Firing | None, tongue: Tongue) -> tuple[Said, ...]:
    """The answers that fired it, in the words of the edition that they were given to."""
    if firing is None or firing.submission is None:
        return ()
    edition = edition_by_id(firing.submission.edition_id)
    there = tongue_of(edition, tongue.lang)
    sheet = sheet_of_snapshot(edition.rubric, firing.submission.answers)
    return tuple(
        said(there, sheet, key) for key in firing.questions if key in there.texts.questions
    )


# ---------------------------------------------------------------- on other pages


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """What stands: the path, since when, and what made it open again. first: the path that the
    report it stands over puts first, where that is another."""

    path: PathSign
    decided_on: dt.date
    fired: tuple[str, ...]
    first: PathSign | None = None


def notice_of(decision: Decision, *, today: dt.date, first: str = "") -> NoticeTold:
    """The standing decision in a sentence. first: the path that a report puts first."""
    edition = edition_by_id(decision.report.submission.edition_id)
    tongue = tongue_of(edition)
    fired = (one for one in decision.tripwires.all() if one.has_fired or one.has_come(today))
    return NoticeTold(
        path=_sign(tongue, decision.path),
        decided_on=decision.decided_on,
        fired=tuple(_told(one, decision, edition, tongue).title for one in fired),
        first=_sign(tongue, first) if first not in ("", decision.path) else None,
    )
