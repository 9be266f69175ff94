"""What the API answers, read from the same standings and disclosures as the pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja.errors import HttpError

from questionnaire.api.asked import Narrowed
from questionnaire.api.shapes import (
    Answer,
    CohortLine,
    Cohorts,
    CohortWhole,
    Counted,
    Named,
    Number,
    Spread,
    Summary,
    VentureLine,
    Ventures,
    VentureWhole,
)
from questionnaire.api.shapes import Round as RoundShape
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.cohort.actions import record_opening
from questionnaire.cohort.aggregate import POSTURES, Counts, Row, Seen, quantile
from questionnaire.cohort.disclosed import seen_questions
from questionnaire.cohort.disclosure import PARTS, Disclosure, read_disclosure
from questionnaire.cohort.intake import newest_report
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.narrowing import Filters
from questionnaire.cohort.standing.columns import Places, row_from
from questionnaire.cohort.standing.counting import NOT_SHARED, counted, counted_bits, whole
from questionnaire.cohort.standing.keyset import order_of, page_of, read_place
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.querysets import StandingQuerySet
from questionnaire.cohort.standing.reading import READ, standings
from questionnaire.people.actor import Actor
from questionnaire.report.intake import notes_of_snapshot
from questionnaire.report.models import Report
from questionnaire.scoring.rests import rests_of
from questionnaire.vocabulary import EnrolmentState

PAGE = 50


# ---------------------------------------------------------------- cohorts


def cohorts(actor: Actor, after: str) -> Cohorts:
    """A page of them, the newest first; an unknown place answers 422. One query."""
    rows = Cohort.objects.visible_to(actor).with_size().order_by("-starts_on", "pk")
    if after:
        day, key = _place(after)
        rows = rows.filter(Q(starts_on__lt=day) | Q(starts_on=day, pk__gt=key))
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    last = f"{found[-1].starts_on.isoformat()}.{found[-1].pk}" if more else None
    return Cohorts(items=[CohortLine(**_line(one, one.size)) for one in found], next=last)


def _place(after: str) -> tuple[dt.date, uuid.UUID]:
    day, _, key = after.partition(".")
    try:
        return dt.date.fromisoformat(day), uuid.UUID(key)
    except ValueError:
        raise _wrong("after", "this is the `next` of no page") from None


def _line(found: Cohort, size: int) -> dict[str, Any]:
    return {
        "id": found.pk, "name": found.name, "starts_on": found.starts_on, "ends_on": found.ends_on,
        "ventures": size,
    }  # fmt: skip


def _wrong(where: str, said: str) -> HttpError:
    return HttpError(422, f"{where}: {said}")


def cohort(actor: Actor, key: uuid.UUID, language: str) -> CohortWhole:
    """One cohort. Reading it is recorded, as of its page: it counts what ventures share."""
    found = _cohort(actor, key)
    edition = edition_by_id(found.edition_id)
    texts = edition.wording(language)
    states = whole(standings(found, None))
    tensions = [Named(key=name, name=texts.tension(name).name) for name in texts.tensions]
    return CohortWhole(
        **_line(found, states.size),
        edition=edition.key,
        rounds=[
            RoundShape(kind=one.kind, opens_on=one.opens_on, closes_on=one.closes_on)
            for one in found.rounds.order_by("opens_on")
        ],
        required=found.required,
        categories=[Named(key=one.key, name=one.name) for one in texts.categories],
        paths=[Named(key=one.key, name=one.name) for one in texts.paths],
        contradictions=tensions,
        states=dict(states.states),
    )


def _cohort(actor: Actor, key: uuid.UUID) -> Cohort:
    """The cohort, if it is the token's; recorded before anything of it is answered."""
    found: Cohort = get_object_or_404(Cohort.objects.visible_to(actor), pk=key)
    record_opening(cohort=found, by=actor, at=timezone.now())
    return found


# ---------------------------------------------------------------- its ventures


def summary(actor: Actor, key: uuid.UUID, narrowed: Narrowed) -> Summary:
    """A cohort in numbers, of those that match."""
    found = _cohort(actor, key)
    where = places(found.edition_id)
    rows = _narrow(found, where, narrowed)
    count, bits = counted(rows, where), counted_bits(rows, where)
    sent = count.states.get(EnrolmentState.SUBMITTED, 0)
    tensions = zip(where.tensions, bits.tensions, bits.tensions_of, strict=True)
    with_path = sent - count.paths.get(NOT_SHARED, 0)
    return Summary(
        ventures=count.size,
        states=dict(count.states),
        lean=_spread(count.numbers["lean"]),
        postures={posture: _spread(count.numbers[posture]) for posture in POSTURES},
        paths=[
            _counted(path, count.paths.get(place, 0), with_path, sent)
            for place, path in enumerate(where.paths)
        ],
        contradictions=[_counted(one, number, showing, sent) for one, number, showing in tensions],
    )


def _counted(key: str, number: int, showing: int, sent: int) -> Counted:
    return Counted(
        key=key, ventures=number if showing else None, shared=showing, not_shared=sent - showing
    )


def _spread(counts: Counts) -> Spread:
    return Spread(
        shown=sum(counts.values()),
        lower=quantile(counts, 1),
        median=quantile(counts, 2),
        upper=quantile(counts, 3),
    )


def ventures(actor: Actor, key: uuid.UUID, narrowed: Narrowed, after: str) -> Ventures:
    """A page of ventures, in the order asked for."""
    found = _cohort(actor, key)
    where = places(found.edition_id)
    rows = _narrow(found, where, narrowed)
    order = order_of(narrowed.sort, where)
    if narrowed.sort not in (order.word, f"-{order.word}"):
        raise _wrong("sort", f"there is no column {narrowed.sort!r}")
    if after and read_place(after, order) is None:
        raise _wrong("after", "this is the `next` of no page in this order")
    sheet = page_of(rows, order, after, READ)
    return Ventures(
        items=[VentureLine(**_venture(row_from(one, where))) for one in sheet.rows],
        total=rows.order_by().count(),
        next=sheet.later or None,
    )


def _narrow(found: Cohort, where: Places, narrowed: Narrowed) -> StandingQuerySet:
    """The standings that match; 422 for what the cohort's edition or its rounds do not know."""
    for name, word, known in (
        ("path", narrowed.path, where.paths),
        ("contradiction", narrowed.contradiction, where.tensions),
    ):
        if word and word not in known:
            raise _wrong(name, f"there is no {word!r} in this cohort's edition")
    chosen = found.rounds.filter(kind=narrowed.round).first() if narrowed.round else None
    if narrowed.round and chosen is None:
        raise _wrong("round", f"this cohort has no round {str(narrowed.round)!r}")
    filters = Filters(
        state=str(narrowed.state or ""), path=narrowed.path, tension=narrowed.contradiction,
        funding=narrowed.funding or None, community=narrowed.community or None,
        safety=narrowed.safety or None, stage=str(narrowed.stage or ""), name=narrowed.name,
    )  # fmt: skip
    return standings(found, chosen).matching(filters, where)


def _venture(row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "stage": row.stage, "state": str(row.state),
        "path": row.path or None, "path_shared": row.path_shared, "close": row.close,
        "margin": _number(row.margin), "lean": _number(row.lean),
        "postures": {key: _number(one) for key, one in row.postures.items()},
        "categories": {key: _number(one) for key, one in row.categories.items()},
        "contradictions": list(row.tensions),
        "contradictions_shared": list(row.tensions_of),
    }  # fmt: skip


def _number(one: Seen) -> Number:
    return Number(value=one.value, missing=one.missing or None)


def venture(actor: Actor, key: uuid.UUID, enrolment: uuid.UUID, language: str) -> VentureWhole:
    """What a venture sent, as far as it shares it; recorded as a reading of its report."""
    parent: Cohort = get_object_or_404(Cohort.objects.visible_to(actor), pk=key)
    joined = parent.enrolments.consented().with_newest_report()
    found = get_object_or_404(joined.filter(report_id__isnull=False), pk=enrolment)
    report = newest_report(found.report_id)
    record_opening(cohort=parent, enrolment=found, report=report, by=actor, at=timezone.now())
    where = places(parent.edition_id)
    mine = standings(parent, None).filter(enrolment=found).values(*READ)
    now = get_object_or_404(mine, state=EnrolmentState.SUBMITTED)  # or taken back this moment
    shared, edition = read_disclosure(vars(found)), edition_by_id(report.submission.edition_id)
    return VentureWhole(
        **_venture(row_from(now, where)),
        sent_at=report.submission.sent_at,
        revision=report.submission.revision,
        edition=edition.key,
        scoring_version=report.scoring_version,
        shared={part: sorted(getattr(shared, part)) for part in PARTS},
        answers=list(_answers(report, edition, shared, language)),
    )


def _answers(
    report: Report, edition: OpenEdition, shared: Disclosure, language: str
) -> list[Answer]:
    """The answers of the categories whose answers are shared, in the edition's order."""
    texts = edition.wording(language)
    sent: Mapping[str, Any] = report.submission.answers
    beside = notes_of_snapshot(sent)
    asked = set(seen_questions(report.scorecard, rests_of(edition.rubric), shared))
    found = []
    for category in texts.categories:
        if category.key not in shared.answers:
            continue
        for one in category.questions:
            if one.key not in sent or one.key not in asked:
                continue
            note, evidence = beside.get(one.key, ("", ""))
            found.append(
                Answer(
                    question=one.key,
                    category=category.key,
                    ask=one.ask,
                    value=sent[one.key].get("value"),
                    claim=sent[one.key].get("claim") or None,
                    note=note if category.key in shared.notes else None,
                    evidence=evidence if category.key in shared.evidence else None,
                )
            )
    return found
