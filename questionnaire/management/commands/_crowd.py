"""Plausible ventures in any number, the same for the same seed: a cohort to try the pages on.

Some hundred answer sheets are drawn as lint draws them (``scoring.simulate``) and really scored, at
full depth, by the one scoring function; every venture then has one of them, with a consent, a stage
and dates of its own. So each stored report is what scoring gave for the answers it was sent with.
What is left out: the single answers with their revisions, and a report's kept words, which are
written when it is read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from questionnaire.assessment.models import Assessment, Submission
from questionnaire.bank.queries import OpenEdition
from questionnaire.cohort.aggregate import POSTURES, Enrolled, Sent
from questionnaire.cohort.disclosure import NOTHING, Disclosure, columns_of
from questionnaire.cohort.intake import part_of
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.cohort.standing.models import Standing
from questionnaire.cohort.standing.queries import places, standing_of
from questionnaire.cohort.steps import Steps
from questionnaire.people.models import Venture
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.summary import columns_of as columns_of_card
from questionnaire.report.summary import summarise
from questionnaire.scoring.rests import rests_of
from questionnaire.scoring.scorecard import Scorecard
from questionnaire.scoring.simulate import INCLINATIONS, venture
from questionnaire.vocabulary import CONSENT_VERSION, AssessmentStatus, Claim, Stage

SHEETS, BATCH = 240, 1000
JOINED = dt.timedelta(days=60)
"""How long ago they joined and agreed to share: before they sent anything."""
FIRST = ("Alder", "Birke", "Cala", "Duero", "Elbe", "Fjord", "Garbí", "Halm", "Isar", "Jara",
         "Kestrel", "Lumen", "Marea", "Nadir", "Olmo", "Pilar", "Quarz", "Ría", "Sauce", "Tejo",
         "Ulme", "Vela", "Wiese", "Xenia", "Yelmo", "Zirbe")  # fmt: skip
SECOND = ("Speech", "Code", "Soil", "Translate", "Law", "Vision", "Health", "Grid", "Music",
          "Maps", "Chem", "Robotics", "Archive", "Weather", "Tutor", "Bio")  # fmt: skip
STAGES = [str(stage) for stage in Stage]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An answer sheet as it is sent, and the scorecard that it really gets."""

    answers: dict[str, Any]
    answers_hash: str
    card: dict[str, Any]
    columns: dict[str, Any]
    summary: dict[str, Any]
    scoring_version: int
    sent: Sent


@dataclass(frozen=True, slots=True)
class Person:
    """One venture with what it sent: the place of a sheet in the pool, and when."""

    venture: Venture
    enrolment: Enrolment
    shared: Disclosure
    started: bool
    sent: tuple[tuple[int, dt.datetime], ...]


# ---------------------------------------------------------------- the pool


def pool(edition: OpenEdition, size: int, chance: random.Random) -> list[Drawn]:
    """So many sheets, each scored."""
    return [_drawn(edition, place, chance) for place in range(size)]


def _drawn(edition: OpenEdition, place: int, chance: random.Random) -> Drawn:
    rubric = edition.rubric
    inclination = INCLINATIONS[place % len(INCLINATIONS)]
    made = venture(rubric, inclination, chance.random(), chance)
    skipped = chance.choice((0.0, 0.03, 0.1, 0.3))
    answers = {
        key: {
            "value": _stored(one.value, chance), "note": "", "evidence": "", "version": 1,
            "claim": str(chance.choice(list(Claim))),
        }
        for key, one in sorted(made.items())
        if chance.random() >= skipped
    }  # fmt: skip
    card = score_sheet(edition, sheet_of_snapshot(rubric, answers))
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return _kept(edition, card, answers, hashlib.sha256(text.encode()).hexdigest())


def _stored(value: Any, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.04:
        return {"unknown": True}
    return {"value": list(value) if isinstance(value, tuple) else value}


def _kept(
    edition: OpenEdition, card: Scorecard, answers: dict[str, Any], answers_hash: str
) -> Drawn:
    columns, said = columns_of_card(card), card.as_json()
    summary = summarise(card, {one.key: one.category for one in edition.rubric.questions})
    steps = Steps(said["actions"], said["milestones"], said["estimates"])
    sent = Sent(
        path=columns["path"], close=columns["close"], margin=columns["margin"],
        lean=columns["lean"], postures={one: columns[one] for one in POSTURES},
        summary=summary, steps=steps, rests=rests_of(edition.rubric),
        part=part_of(edition.rubric, answers),
    )  # fmt: skip
    return Drawn(answers, answers_hash, said, columns, summary, card.scoring_version, sent)


# ---------------------------------------------------------------- the ventures


def people(
    cohort: Cohort, number: int, sheets: int, categories: Sequence[str], at: dt.datetime,
    chance: random.Random,
) -> Iterator[Person]:  # fmt: skip
    """Ventures one after another: some invited, some answering, most with a report or two."""
    for place in range(number):
        own = Venture(
            pk=_id(chance), name=_name(place, chance),
            stage=chance.choice([*STAGES, *STAGES, ""]), created_at=at - JOINED,
        )  # fmt: skip
        state = chance.choices(("invited", "answering", "once", "twice"), (6, 12, 60, 22))[0]
        shared = _consent(categories, chance)
        enrolment = Enrolment(
            pk=_id(chance), cohort=cohort, venture=own, text_version=CONSENT_VERSION,
            consented_at=at - JOINED if shared else None,
            revoked_at=at if chance.random() < 0.01 else None, **columns_of(shared),
        )  # fmt: skip
        days = {"once": (chance.choice((-40, -9)),), "twice": (-40, -9)}.get(state, ())
        sent = tuple(
            (chance.randrange(sheets), at + dt.timedelta(days=day, minutes=place % 1440))
            for day in days
        )
        yield Person(own, enrolment, shared, state != "invited", sent)


def _name(place: int, chance: random.Random) -> str:
    name = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
    return name if place < 200 else f"{name} {place}"


def _consent(categories: Sequence[str], chance: random.Random) -> Disclosure:
    every = frozenset(categories)
    kind = chance.choices(("all", "but one", "scores", "nothing"), (62, 22, 9, 7))[0]
    if kind == "nothing":
        return NOTHING
    if kind == "scores":
        return Disclosure(scores=every, path=chance.random() < 0.5)
    shown = every if kind == "all" else every - {chance.choice(list(categories))}
    return Disclosure(scores=shown, answers=shown, path=True)


def _id(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


# ---------------------------------------------------------------- into the database


def store(
    found: Sequence[Person], drawn: Sequence[Drawn], first: dict[int, uuid.UUID], cohort: Cohort,
    rounds: Sequence[Round], chance: random.Random,
) -> int:  # fmt: skip
    """Store these; how many reports there are. first: a sheet of the pool -> the report that holds
    its scorecard already, from which the database copies it for the next venture."""
    Venture.objects.bulk_create(one.venture for one in found)
    Enrolment.objects.bulk_create(one.enrolment for one in found)
    started = [one for one in found if one.started]
    assessments = {one.venture.pk: _id(chance) for one in started}
    Assessment.objects.bulk_create(
        Assessment(
            pk=assessments[one.venture.pk], venture=one.venture, edition_id=cohort.edition_id,
            status=AssessmentStatus.SUBMITTED if one.sent else AssessmentStatus.OPEN,
            revision=max(1, len(one.sent)), created_at=one.venture.created_at,
        )
        for one in started
    )  # fmt: skip
    sendings = [
        (assessments[one.venture.pk], revision, sheet, at)
        for one in found
        for revision, (sheet, at) in enumerate(one.sent, 1)
    ]
    copies = []
    for assessment, revision, sheet, at in sendings:
        ids = (_id(chance), _id(chance))
        if sheet in first:
            copies.append((ids, assessment, revision, at, first[sheet]))
        else:
            first[sheet] = _report(ids, assessment, revision, at, drawn[sheet], cohort)
    _copy(copies)
    Standing.objects.bulk_create(
        standing for one in found for standing in _standings(one, drawn, cohort, rounds)
    )
    return len(sendings)


def _report(
    ids: tuple[uuid.UUID, uuid.UUID], assessment: uuid.UUID, revision: int, at: dt.datetime,
    drawn: Drawn, cohort: Cohort,
) -> uuid.UUID:  # fmt: skip
    Submission.objects.create(
        pk=ids[0], assessment_id=assessment, edition_id=cohort.edition_id, revision=revision,
        receipt=_receipt(ids[0]), answers=drawn.answers, answers_hash=drawn.answers_hash,
        sent_at=at,
    )  # fmt: skip
    Report.objects.create(
        pk=ids[1], submission_id=ids[0], scoring_version=drawn.scoring_version,
        scorecard=drawn.card, summary=drawn.summary, created_at=at, **drawn.columns,
    )  # fmt: skip
    return ids[1]


def _receipt(submission: uuid.UUID) -> str:
    return f"SIM-{submission.hex[:16]}"


SENT = (
    "INSERT INTO questionnaire_submission (id, assessment_id, edition_id, revision, receipt, "
    "answers, answers_hash, sent_at) SELECT %s, %s, s.edition_id, %s, %s, s.answers, "
    "s.answers_hash, %s FROM questionnaire_submission s JOIN questionnaire_report r "
    "ON r.submission_id = s.id WHERE r.id = %s"
)
COPIED = ("scoring_version", "scorecard", "funding", "community", "safety", "lean", "margin",
          "close", "path", "summary")  # fmt: skip
REPORTED = (
    f"INSERT INTO questionnaire_report (id, submission_id, created_at, {', '.join(COPIED)}) "  # noqa: S608
    f"SELECT %s, %s, %s, {', '.join(COPIED)} FROM questionnaire_report WHERE id = %s"
)


def _copy(copies: Sequence[tuple[Any, uuid.UUID, int, dt.datetime, uuid.UUID]]) -> None:
    """The same sheet and scorecard for other ventures, without sending them to and fro."""
    if not copies:
        return

    def key(value: uuid.UUID) -> Any:
        return Report._meta.pk.get_db_prep_value(value, connection)

    def time(value: dt.datetime) -> Any:
        return connection.ops.adapt_datetimefield_value(value)

    with connection.cursor() as cursor:
        cursor.executemany(SENT, [
            (key(ids[0]), key(assessment), revision, _receipt(ids[0]), time(at), key(report))
            for ids, assessment, revision, at, report in copies
        ])  # fmt: skip
        cursor.executemany(REPORTED, [
            (key(ids[1]), key(ids[0]), time(at), key(report))
            for ids, _, _, at, report in copies
        ])  # fmt: skip


def _standings(
    one: Person, drawn: Sequence[Drawn], cohort: Cohort, rounds: Sequence[Round]
) -> Iterator[Standing]:
    """By the same rule as everywhere; those that left have none."""
    if one.enrolment.revoked_at is not None:
        return
    enrolled = Enrolled(
        id=one.enrolment.pk, name=one.venture.name, stage=one.venture.stage, shared=one.shared,
        consented=bool(one.shared), started=one.started,
    )  # fmt: skip
    for round_id, last in ((None, dt.date.max), *((each.pk, each.closes_on) for each in rounds)):
        sheets = [sheet for sheet, at in one.sent if at.date() <= last]
        found = drawn[sheets[-1]] if sheets and one.shared else None
        yield standing_of(
            enrolled, found.sent if found else None, places(cohort.edition_id),
            cohort_id=cohort.pk, round_id=round_id, alike=True,
            scoring_version=found.scoring_version if found else None,
        )  # fmt: skip
