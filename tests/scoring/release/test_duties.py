"""What the EU asks for: thresholds, the four duties, and when the exemption holds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given

from questionnaire.scoring.release.advised import BY_OPTION, Advice, advised
from questionnaire.scoring.release.duties import (
    COUNTS_SINCE,
    Duties,
    Duty,
    Holds,
    Lost,
    duties,
    operations,
)
from questionnaire.scoring.release.plan import Answered, Part, Plan, When
from questionnaire.scoring.release.told import EU_DUTIES, EU_USERS, Told
from tests.scoring.release.plans import EVERYTHING, PLANS, released


def openly(parameters: float, tokens: float, **more: object) -> Plan:
    given = {"paid": Answered.NO, "parameters": parameters, "tokens": tokens, **more}
    return released(*EVERYTHING, **given)


def lost(made: Duties) -> tuple[Lost, ...]:
    return next((one.lost for one in made.lines if one.duty is Duty.EXEMPTION), ())


@pytest.mark.parametrize(
    ("parameters", "tokens", "general", "risk"),
    [
        (1, 20, Holds.NO, Holds.NO),  # 1.2e20
        (7, 2460, Holds.YES, Holds.NO),  # OLMo-7B, 1.03e23
        (7, 2000, Holds.MAYBE, Holds.NO),  # Llama 2-7B, 8.4e22: with reruns it may be above
        (175, 300, Holds.YES, Holds.NO),  # GPT-3
        (405, 15600, Holds.YES, Holds.YES),  # Llama 3.1-405B is 3.8e25, not below (D4.11)
        (400, 3500, Holds.YES, Holds.MAYBE),  # 8.4e24
    ],
)
def test_the_thresholds_stand_at_1e23_and_1e25(
    parameters: float, tokens: float, general: Holds, risk: Holds
) -> None:
    made = duties(openly(parameters, tokens), Told())
    assert (made.holds(Duty.GENERAL_PURPOSE), made.holds(Duty.SYSTEMIC_RISK)) == (general, risk)


def test_an_open_release_is_freed_of_two_duties_and_keeps_two() -> None:
    made = duties(openly(7, 2460), Told())
    assert [(one.duty, one.holds) for one in made.lines[2:]] == [
        (Duty.EXEMPTION, Holds.YES), (Duty.DOCUMENTATION, Holds.LIFTED),
        (Duty.DOWNSTREAM, Holds.LIFTED), (Duty.COPYRIGHT, Holds.YES), (Duty.SUMMARY, Holds.YES),
    ]  # fmt: skip
    assert {one.since for one in made.lines if one.duty in (Duty.COPYRIGHT, Duty.SUMMARY)} == {
        COUNTS_SINCE
    }


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (openly(405, 15600), Lost.SYSTEMIC_RISK),
        (openly(7, 2460, paid=Answered.YES), Lost.PAID),
        (openly(7, 2460, whole={"distribution": "OpenRAIL-M"}), Lost.LICENCE),
        (released("model-card", "technical-report", paid=Answered.NO, parameters=7.0,
                  tokens=2460.0), Lost.PARAMETERS),
        (released("final-parameters", "model-card", paid=Answered.NO, parameters=7.0,
                  tokens=2460.0), Lost.ARCHITECTURE),
        (released("final-parameters", "model-architecture", paid=Answered.NO, parameters=7.0,
                  tokens=2460.0), Lost.USAGE),
    ],
)  # fmt: skip
def test_the_exemption_is_lost_for_a_named_reason(plan: Plan, why: Lost) -> None:
    made = duties(plan, Told())
    assert lost(made) == (why,)
    assert made.holds(Duty.EXEMPTION) is Holds.NO
    assert made.holds(Duty.DOCUMENTATION) is Holds.YES


def test_what_is_not_said_leaves_it_open() -> None:
    made = duties(openly(7, 2460, paid=Answered.UNSAID), Told())
    assert (lost(made), made.holds(Duty.EXEMPTION)) == ((Lost.PAID_UNSAID,), Holds.MAYBE)
    assert made.holds(Duty.DOCUMENTATION) is Holds.MAYBE
    assert made.holds(Duty.COPYRIGHT) is Holds.YES
    nothing = duties(Plan(), Told())
    assert (nothing.flop, nothing.holds(Duty.GENERAL_PURPOSE)) == (None, Holds.MAYBE)


@pytest.mark.parametrize(
    ("base", "modifier"), [(1e23, Holds.YES), (1e24, Holds.NO), (2e23, Holds.MAYBE)]
)
def test_who_changes_a_model_with_over_a_third_of_its_compute_provides_it(
    base: float, modifier: Holds
) -> None:
    """10 billion parameters on 1,000 billion tokens are 6e22, with reruns 8.2e22."""
    made = duties(openly(10, 1000, origin="Big", name="Ours", base_flop=base), Told())
    assert made.holds(Duty.MODIFIER) is modifier
    assert made.holds(Duty.COPYRIGHT) is modifier


def adapted(parameters: float, tokens: float, base_flop: float | None) -> Duties:
    on_base = {"origin": "Big", "name": "Ours", "base_licence": "MIT", "base_flop": base_flop}
    return duties(openly(parameters, tokens, **on_base), Told())


def told_lines(made: Duties) -> set[Duty]:
    return {one.duty for one in made.lines}


def test_only_a_provider_tells_the_commission() -> None:
    """An adapter on Llama 3.1 405B, and 29 % on a base just below the threshold: the model carries
    the risk, and another provides it."""
    for made in (adapted(405, 0.1, 3.8e25), adapted(70, 4524, 9e24)):
        assert made.holds(Duty.SYSTEMIC_RISK) in (Holds.YES, Holds.MAYBE)
        assert made.holds(Duty.COPYRIGHT) is made.holds(Duty.MODIFIER) is Holds.NO
        assert Duty.NOTIFY not in told_lines(made)
    assert adapted(405, 15600, 3.8e25).holds(Duty.NOTIFY) is Holds.YES


def test_a_small_change_of_a_base_without_figures_makes_no_provider() -> None:
    """More than a third would leave a base of under 7.2e20: nothing is presumed of it."""
    made = adapted(405, 0.1, None)
    assert made.holds(Duty.MODIFIER) is made.holds(Duty.SUMMARY) is Holds.NO
    assert Duty.NOTIFY not in told_lines(made)
    middle = adapted(10, 2000, None)  # at most 6.6e23 in all, if it is over a third
    assert middle.holds(Duty.MODIFIER) is middle.holds(Duty.SUMMARY) is Holds.MAYBE
    assert Duty.NOTIFY not in told_lines(middle)


def test_what_may_be_for_want_of_a_figure_says_which() -> None:
    def reasons(**more: object) -> dict[Duty, tuple[Lost, ...]]:
        return {one.duty: one.lost for one in duties(openly(10, 2000, **more), Told()).lines}

    asked = (Duty.GENERAL_PURPOSE, Duty.MODIFIER, Duty.SYSTEMIC_RISK, Duty.NOTIFY)
    on_base = {"origin": "Big", "name": "Ours", "base_licence": "Apache-2.0"}
    bare = reasons(**on_base)
    assert duties(openly(10, 2000, **on_base), Told()).holds(Duty.SYSTEMIC_RISK) is Holds.MAYBE
    assert [bare[one] for one in asked[1:3]] == [(Lost.BASE_UNSAID,)] * 2
    large = {one.duty: one.lost for one in duties(openly(200, 5000, **on_base), Told()).lines}
    assert large[Duty.NOTIFY] == (Lost.BASE_UNSAID,)  # 6e24, which may be a third of the base
    given_base = reasons(**on_base, base_flop=7e23)
    assert not any(given_base.get(one) for one in asked)
    unsized = {one.duty: one.lost for one in duties(Plan(), Told()).lines}
    assert unsized[Duty.SYSTEMIC_RISK] == (Lost.SIZE_UNSAID,)


FOUR = (Duty.DOCUMENTATION, Duty.DOWNSTREAM, Duty.COPYRIGHT, Duty.SUMMARY)


@pytest.mark.parametrize(
    ("parameters", "tokens", "base_flop", "holds", "why"),
    [
        (10, 2000, None, Holds.MAYBE, Lost.BASE_UNSAID),  # 1.2e23: a third of up to 3.6e23
        (7, 20, None, Holds.NO, Lost.SMALL_CHANGE),  # 8.4e20, though the whole may be above 1e23
        (7, 20, 1e24, Holds.NO, Lost.UNDER_A_THIRD),
        (7, 2000, 1e23, Holds.YES, None),
        (10, 1000, 2e23, Holds.MAYBE, Lost.NEAR),  # with repeated runs it may be over a third
    ],
)
def test_each_of_the_four_duties_says_what_it_waits_for_or_why_it_is_not_owed(
    parameters: float, tokens: float, base_flop: float | None, holds: Holds, why: Lost | None
) -> None:
    on_base = {"origin": "Big", "name": "Ours", "base_licence": "MIT", "paid": Answered.YES}
    made = duties(openly(parameters, tokens, **on_base, base_flop=base_flop), Told())
    found = {(one.holds, one.lost) for one in made.lines if one.duty in FOUR}
    assert found == {(holds, (why,) if why else ())}


def test_a_duty_that_the_exemption_may_lift_names_what_it_hangs_on() -> None:
    made = duties(openly(7, 2460, paid=Answered.UNSAID), Told())
    reasons = {one.duty: one.lost for one in made.lines if one.duty in FOUR}
    assert reasons[Duty.DOCUMENTATION] == reasons[Duty.DOWNSTREAM] == (Lost.PAID_UNSAID,)
    assert reasons[Duty.COPYRIGHT] == reasons[Duty.SUMMARY] == ()


def test_a_licence_that_the_base_does_not_allow_frees_of_nothing() -> None:
    on_llama = {"origin": "Llama 3.1 8B", "base_licence": "Llama 3.1 Community License"}
    made = duties(openly(7, 2460, name="Ours", base_flop=1e23, **on_llama), Told())
    assert (lost(made), made.holds(Duty.EXEMPTION)) == ((Lost.BASE,), Holds.NO)
    assert made.holds(Duty.DOCUMENTATION) is Holds.YES


def test_weights_that_come_later_free_of_nothing_until_they_are_out() -> None:
    """In 2030 the weights follow: the exemption is told for then, and lifts nothing today."""
    day = dt.date(2030, 1, 1)
    plan = openly(7, 2460).with_part("final-parameters", Part(When.LATER, day))
    for made in (duties(plan, Told()), duties(plan, Told(), dt.date(2029, 12, 31))):
        assert lost(made) == (Lost.PARAMETERS, Lost.NOT_YET)
        assert made.holds(Duty.EXEMPTION) is Holds.NO
        assert made.holds(Duty.DOCUMENTATION) is made.holds(Duty.DOWNSTREAM) is Holds.YES
    assert duties(plan, Told(), day).holds(Duty.DOCUMENTATION) is Holds.LIFTED
    unsaid = duties(replace(plan, paid=Answered.UNSAID), Told())
    assert lost(unsaid) == (Lost.PARAMETERS, Lost.PAID_UNSAID, Lost.MAYBE_THEN)
    never = duties(replace(plan, paid=Answered.YES), Told())
    assert lost(never) == (Lost.PARAMETERS, Lost.PAID)


def test_a_medium_that_the_guidelines_do_not_name_is_not_presumed() -> None:
    assert duties(openly(7, 2460, medium="3d"), Told()).holds(Duty.GENERAL_PURPOSE) is Holds.MAYBE
    assert duties(openly(1, 20, medium="3d"), Told()).holds(Duty.GENERAL_PURPOSE) is Holds.NO


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (openly(7, 2460), Advice.EXEMPTION_ENDS),
        (openly(1, 20), Advice.THRESHOLD),
        (openly(7, 20, origin="Big", name="Ours", base_flop=1e24), Advice.LARGER_CHANGE),
        (openly(7, 2460, paid=Answered.YES), None),
    ],
)
def test_what_does_not_bind_says_why_the_report_advises_it(plan: Plan, why: Advice | None) -> None:
    """Where the bank's action applies, and for no duty that could be shown already."""

    def answered(users: str, *ready: str) -> Mapping[Duty, Advice]:
        told = Told({EU_USERS: users, EU_DUTIES: ready})
        return advised(duties(plan, told), told)

    found = answered("directly", "downstream-information")
    assert found.get(Duty.DOCUMENTATION) is why
    assert found.keys() <= set(FOUR) - {Duty.DOWNSTREAM}
    kept = why if why is not Advice.EXEMPTION_ENDS else None
    assert {found.get(one) for one in (Duty.COPYRIGHT, Duty.SUMMARY)} == {kept}
    assert answered("no", "none") == answered("directly", *BY_OPTION) == answered("directly") == {}


@given(plan=PLANS)
def test_duties_of_any_plan_can_be_told(plan: Plan) -> None:
    made = duties(plan, Told())
    assert len({one.duty for one in made.lines}) == len(made.lines) >= 6
    flop = operations(plan)
    assert flop is None or (math.isfinite(flop[0]) and flop[0] <= flop[1])
    if plan.paid is Answered.YES and made.holds(Duty.GENERAL_PURPOSE) is Holds.YES:
        assert made.holds(Duty.DOCUMENTATION) is not Holds.LIFTED
