"""What is concluded and decided, and what reopens it: one verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from questionnaire.assessment.models import Assessment, Submission
from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.models import Conclusion, Decision, Firing, Tripwire
from questionnaire.decision.telling import tell_members
from questionnaire.decision.tripwires import Watch
from questionnaire.people.models import Venture
from questionnaire.report.actions import submit_assessment
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report

log = logging.getLogger(__name__)


class Overtaken(Exception):
    """Somebody wrote meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A decision in the founder's own words. rejected: path -> why."""

    path: str
    reason: str
    decided_by: str
    decided_on: dt.date
    against: str = ""
    rejected: Mapping[str, str] | None = None


@transaction.atomic
def conclude(
    *, venture: uuid.UUID, step: str, text: str, base: int, by: int | None, at: dt.datetime
) -> None:
    """Write what is concluded at a step if nobody wrote since version ``base``, 0 for none.

    The same text again changes nothing. Raises Overtaken.
    """
    stands = Conclusion.objects.filter(venture_id=venture, step=step).order_by("-version").first()
    if text == (stands.text if stands else ""):
        return
    if base != (stands.version if stands else 0):
        raise Overtaken
    try:
        with transaction.atomic():
            Conclusion.objects.create(
                venture_id=venture, step=step, text=text, version=base + 1, by_id=by, at=at
            )
    except IntegrityError:
        raise Overtaken from None


@transaction.atomic
def record_decision(
    *,
    report: Report,
    wording: Wording,
    watch: Iterable[Any],
    dates: Iterable[tuple[str, dt.date]],
    base: int,
    language: str,
    by: int | None,
    at: dt.datetime,
) -> Decision:
    """Record a decision on a report; it supersedes number ``base``, 0 for none, which stays.

    watch: conditions; dates: own words with the day to look again. What was concluded at the
    seven steps is kept with it as it stands. Raises Overtaken where another was recorded since, or
    newer answers were sent: their tripwires would never be looked at.
    """
    venture = report.submission.assessment.venture_id
    _one_at_a_time(venture)
    if _newest(venture) != report.pk:
        raise Overtaken
    last = Decision.objects.filter(venture_id=venture).aggregate(last=Max("number"))["last"] or 0
    if last != base:
        raise Overtaken
    stands = Conclusion.objects.filter(venture_id=venture).newest().exclude(text="")
    try:
        with transaction.atomic():
            made = Decision.objects.create(
                venture_id=venture, report=report, number=base + 1, recommended=report.path,
                path=wording.path, reason=wording.reason, against=wording.against,
                rejected=dict(wording.rejected or {}), decided_by=wording.decided_by,
                decided_on=wording.decided_on, language=language, by_id=by, recorded_at=at,
                conclusions={one.step: one.text for one in stands},
            )  # fmt: skip
    except IntegrityError:
        raise Overtaken from None
    rows = [Tripwire(decision=made, condition=one) for one in watch]
    rows += [Tripwire(decision=made, words=words, due=due) for words, due in dates]
    for place, row in enumerate(rows):
        row.place = place
    Tripwire.objects.bulk_create(rows)
    return made


def _one_at_a_time(venture: uuid.UUID) -> None:
    """Deciding and sending wait for each other, so that no decision misses what was sent."""
    list(Venture.objects.select_for_update().filter(pk=venture))


def _newest(venture: uuid.UUID) -> uuid.UUID | None:
    sent = Report.objects.filter(submission__assessment__venture_id=venture)
    return sent.order_by("-submission__sent_at", "-pk").values_list("pk", flat=True).first()


# ---------------------------------------------------------------- what reopens it


@transaction.atomic
def send_and_watch(*, assessment: Assessment, at: dt.datetime) -> Report:
    """Send the answers, make their report, and look at what would reopen the decision; all or
    nothing. Raises NotOpen."""
    _one_at_a_time(assessment.venture_id)
    report = submit_assessment(assessment=assessment, at=at)
    fire_by_answers(submission=report.submission, at=at)
    return report


@transaction.atomic
def fire_by_answers(*, submission: Submission, at: dt.datetime) -> Sequence[Firing]:
    """Fire the tripwires of the standing decision that these answers meet, each once, and tell the
    members. A decision on these very answers waits for later ones."""
    waiting = Tripwire.objects.waiting().filter(
        condition__isnull=False,
        decision__venture_id=submission.assessment.venture_id,
        decision__recorded_at__lte=submission.sent_at,
    )
    wires = list(waiting.exclude(decision__report__submission=submission))
    if not wires:
        return ()
    edition = edition_by_id(submission.edition_id)
    sheet = sheet_of_snapshot(edition.rubric, submission.answers)
    watch = Watch(edition.rubric, edition.document, sheet)
    looks = ((wire, watch.look(wire.condition)) for wire in wires)
    return _fire([(wire, submission, look.questions) for wire, look in looks if look.fires], at=at)


def fire_due(*, at: dt.datetime) -> int:
    """Fire the tripwires whose day has come, each once, and tell the members; how many did.

    One decision after another, each by itself: what cannot be told of one keeps none of the others.
    """
    waiting = Tripwire.objects.waiting().due(timezone.localdate(at)).order_by("decision", "place")
    fired = 0
    for _decision, wires in groupby(waiting, key=lambda wire: wire.decision_id):
        try:
            with transaction.atomic():
                fired += len(_fire([(wire, None, ()) for wire in wires], at=at))
        except DatabaseError:  # it is away: try again later
            raise
        except Exception:
            log.exception("a day to look again could not be told")
    return fired


def _fire(
    found: Iterable[tuple[Tripwire, Submission | None, Sequence[str]]], *, at: dt.datetime
) -> Sequence[Firing]:
    """A tripwire that fired meanwhile is told by whoever was first."""
    fired = []
    for wire, submission, questions in found:
        firing, first = Firing.objects.get_or_create(
            tripwire=wire,
            defaults={"submission": submission, "questions": list(questions), "at": at},
        )
        if first:
            fired.append(firing)
    by_decision: dict[uuid.UUID, list[int]] = {}
    for firing in fired:
        by_decision.setdefault(firing.tripwire.decision_id, []).append(firing.tripwire_id)
    for decision, wires in by_decision.items():
        tell_members(decision, wires)  # queued in this transaction: told if and only if it fired
    return fired
