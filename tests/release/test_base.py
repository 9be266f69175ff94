"""What a base's terms do to the word "open": page, plan line, model card and files agree."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.people.actor import Actor
from questionnaire.release.actions import save_plan
from questionnaire.release.drafts import draft
from questionnaire.release.ground import Ground, open_ground
from questionnaire.release.line import verdict_line
from questionnaire.release.taken_along import opened_on_a_day
from questionnaire.release.told import plan_told
from questionnaire.scoring.release.base import OF_BASE, WEIGHTS
from questionnaire.scoring.release.conflicts import conflicts
from questionnaire.scoring.release.osaid import judge
from questionnaire.scoring.release.plan import Part, Plan, When
from questionnaire.scoring.release.told import Told
from tests.factories import NOW, make_answer, make_venture_member
from tests.report.sent import answered, founder_of
from tests.scoring.release.plans import EVERYTHING, LICENCES, PLANS, TOLD, described, released

BASES = st.one_of(
    st.sampled_from(("", "Llama 3.1 Community License", "GPL-3.0-only", "CC-BY-NC-4.0")), LICENCES
)
WHOLE_PLANS = st.builds(
    lambda base, licence, origin: described(
        *EVERYTHING, name="Ours", origin=origin, base_licence=base, whole={"distribution": licence}
    ),
    BASES, st.sampled_from(("Apache-2.0", "MIT", "GPL-3.0-only", "OpenMDW-1.0")),
    st.sampled_from(("", "Big")),
)  # fmt: skip
"""Plans that hold everything the definition asks for, on any base."""
ON_LLAMA = described(
    *EVERYTHING, name="Harbour 8B", origin="Llama 3.1 8B",
    base_licence="Llama 3.1 Community License",
)  # fmt: skip


@settings(max_examples=100)
@given(plan=st.one_of(WHOLE_PLANS, PLANS), told=TOLD)
def test_what_is_to_settle_on_base_or_weights_is_never_called_open(
    plan: Plan, told: dict[str, Any]
) -> None:
    answers = Told(told)
    judged = judge(plan, answers)
    graves = [one for one in conflicts(plan, answers) if one.grave]
    on_weights = [one for one in graves if one.clash in OF_BASE or {*one.components} & {*WEIGHTS}]
    if on_weights:
        assert judged.verdict != "yes"
    told_reasons = [one.conflict for one in judged.reasons if one.conflict]
    assert told_reasons == [one for one in graves if one.clash in OF_BASE]


def ground_of(answers: dict[str, Any] | None = None) -> Ground:
    assessment = answered("harbour-health")
    owner = make_venture_member(venture=assessment.venture)
    ground = open_ground(Actor(owner.user_id), assessment)
    return replace(ground, told=Told({**ground.told.values, **(answers or {})}))


@pytest.mark.django_db
def test_the_page_and_the_model_card_say_no_and_why() -> None:
    ground = ground_of()
    told = plan_told(ON_LLAMA, ground)
    assert told.opened.kind == "other-terms"
    assert any("you cannot pass weights made from it on" in one for one in told.opened.reasons)
    assert "settle that first" in told.classed.caveat
    card = draft("model-card", ON_LLAMA, ground)
    assert "Open source AI (OSI definition 1.0): Not under these terms" in card
    assert "you cannot pass weights made from it on" in card
    assert told.classed.caveat in card
    free = replace(ON_LLAMA, base_licence="Apache-2.0")
    told = plan_told(free, ground)
    assert (told.opened.kind, told.classed.caveat) == ("yes", "")
    assert "Open source AI (OSI definition 1.0): Yes" in draft("model-card", free, ground)


@pytest.mark.django_db
def test_terms_that_only_the_answers_tell_reach_the_lines_on_other_pages() -> None:
    assessment = answered("harbour-health")
    for key, value in (("training", "further-training"), ("base-terms", "service-terms")):
        assessment.answers.filter(question=f"funding-{key}").delete()
        make_answer(assessment=assessment, question=f"funding-{key}", value={"value": value})
    plan = replace(ON_LLAMA, base_licence="Apache-2.0")
    save_plan(assessment=assessment, plan=plan, base=0, by=None, at=NOW)
    founder = founder_of(assessment.venture)
    page = founder.get(reverse("release", args=[assessment.pk])).context["page"]
    assert page.told.opened.kind == "other-terms"
    owner = make_venture_member(venture=assessment.venture)
    files = opened_on_a_day(Actor(owner.user_id), assessment.venture_id, NOW.date())
    assert files is not None
    assert ("Open source", page.told.opened.line) in files.facts


def line(plan: Plan) -> str:
    return verdict_line(lambda message, **values: message % values, plan, Told(), NOW.date())


def test_a_line_says_no_yes_that_hangs_on_what_nobody_said() -> None:
    assert line(released(*EVERYTHING)) == "Not settled yet"
    assert line(described(*EVERYTHING)) == "Yes"
    unknown = replace(ON_LLAMA, base_licence="")
    assert line(unknown) == "Not settled yet"


@pytest.mark.django_db
def test_what_comes_later_is_open_source_then_and_not_today() -> None:
    later = described(*EVERYTHING)
    for key in EVERYTHING:
        later = later.with_part(key, Part(When.LATER, dt.date(2090, 1, 1)))
    both = "Yes, once everything planned is out; today: No"
    ground = ground_of()
    opened = plan_told(later, ground).opened
    assert (opened.kind, opened.word, opened.now, opened.line) == ("yes", "Yes", "No", both)
    assert line(later) == both
    assert f"Open source AI (OSI definition 1.0): {both}" in draft("model-card", later, ground)
    passed = described(*EVERYTHING).with_part("datasets", Part(When.LATER, dt.date(2020, 1, 1)))
    assert plan_told(passed, ground).opened.line == "Yes"
