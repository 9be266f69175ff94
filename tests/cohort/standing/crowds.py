"""Cohorts of many made-up reports: any numbers, any consents, any names, without scoring them."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from questionnaire.cohort.disclosure import Disclosure, columns_of
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.standing.actions import stand_enrolment
from questionnaire.cohort.standing.fresh import places
from questionnaire.vocabulary import Posture, Stage
from tests.factories import (
    NOW,
    make_assessment,
    make_enrolment,
    make_report,
    make_submission,
    make_venture,
)

NAMES = ("Ähre", "ahre", "Ahre", "Zeta 100 %", "a_b", "Ost", "öst", "ОЛЕГ", "Σίγμα", "b\\c")


def report_of(cohort: Cohort, chance: random.Random, **submission: Any) -> Any:
    """A report's fields by chance, in the form of a real one."""
    order = places(cohort.edition_id)
    categories = list(order.categories)

    def whole(low: int, high: int) -> int | None:
        return None if chance.random() < 0.2 else chance.randint(low, high)

    def some(keys: Any) -> list[str]:
        return [key for key in keys if chance.random() < 0.5]

    points = {
        category: {str(posture): [chance.randint(0, 9), 9] for posture in some(Posture)}
        for category in some(categories)
    }
    return {
        "path": chance.choice(["", *order.paths]),
        "close": chance.random() < 0.5,
        "margin": whole(0, 60),
        "lean": whole(-100, 100),
        **{str(posture): whole(0, 100) for posture in Posture},
        "scoring_version": chance.choice([2, 3]),
        "summary": {
            "points": points,
            "lean": some(categories),
            "tensions": {key: some(categories) or categories[:1] for key in some(order.tensions)},
        },
        "scorecard": {
            "actions": [{"key": key} for key in some(order.actions)],
            "milestones": [
                {
                    "key": key,
                    "verdict": chance.choice(["met", "open", "broken"]),
                    "financed": chance.choice([True, False, None]),
                }
                for key in order.milestones
            ],
            "estimates": [{"key": "months-of-runway", "usual": whole(0, 60)}],
        },
    }


def consent(cohort: Cohort, chance: random.Random) -> dict[str, Any]:
    """The columns of a consent by chance: nothing, a part, everything."""
    keys = list(places(cohort.edition_id).categories)
    share = chance.choice([0.0, 0.5, 0.9, 1.0])
    scores = frozenset(key for key in keys if chance.random() < share)
    answers = frozenset(key for key in scores if chance.random() < max(share, 0.5))
    shared = Disclosure(scores, answers, path=chance.random() < 0.5)
    return {**columns_of(shared), "consented_at": NOW if shared else None}


def send(cohort: Cohort, enrolment: Enrolment, chance: random.Random, at: dt.datetime) -> None:
    """A report more, sent at this moment."""
    assessment = enrolment.venture.assessments.first() or make_assessment(
        venture=enrolment.venture, edition=cohort.edition
    )
    number = assessment.submissions.count() + 1
    made = make_submission(assessment=assessment, revision=number, sent_at=at)
    make_report(submission=made, created_at=at, **report_of(cohort, chance))


def crowd(cohort: Cohort, size: int, seed: int) -> None:
    """So many ventures: invited, answering, sent once or twice; some alike in name."""
    chance = random.Random(seed)
    for number in range(size):
        name = chance.choice(NAMES) if chance.random() < 0.5 else f"Venture {number}"
        stage = chance.choice(["", *(str(one) for one in Stage)])
        enrolment = make_enrolment(
            cohort=cohort, venture=make_venture(name=name, stage=stage), **consent(cohort, chance)
        )
        for days in chance.choice([(), (), (0,), (0,), (-9,), (-9, 0)]):
            send(cohort, enrolment, chance, NOW + dt.timedelta(days=days))
        if chance.random() < 0.6 and not enrolment.venture.assessments.exists():
            make_assessment(venture=enrolment.venture, edition=cohort.edition)
        stand_enrolment(enrolment=enrolment.pk)
