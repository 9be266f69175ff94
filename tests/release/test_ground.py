"""What a plan stands on: a training run that is done lies before no milestone any more."""

from __future__ import annotations

import pytest

from questionnaire.people.actor import Actor
from questionnaire.release.course import course_told
from questionnaire.release.ground import open_ground
from questionnaire.scoring.release.plan import Plan
from tests.factories import make_venture_member
from tests.report.sent import answered

pytestmark = pytest.mark.django_db
PLAN = Plan(parameters=70.0, tokens=2000.0, accelerators=8.0, burn=50.0, secured=5_000_000.0)


def test_a_finished_run_is_not_paid_for_again_at_every_milestone() -> None:
    """The answers show the first full model; without its proof the run lies ahead."""
    assessment = answered("harbour-health")
    actor = Actor(make_venture_member(venture=assessment.venture).user_id)
    ground = open_ground(actor, assessment)
    assert ground.ladder[0].key == "safety-gate"
    assert not any(one.after_run for one in ground.ladder)
    told = course_told(PLAN, ground)
    assert (told.pace, told.rungs[0].money) == ("", "50,000\xa0USD to 150,000\xa0USD")
    assessment.answers.exclude(question__startswith="ethics").delete()
    ahead = {one.key: one.after_run for one in open_ground(actor, assessment).ladder}
    assert (ahead["scaling-proof"], ahead["first-base-model"], ahead["first-revenue"]) == (
        False, True, True,
    )  # fmt: skip
