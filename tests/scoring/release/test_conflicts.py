"""Licences that do not go together, plans that say otherwise than the answers, and the policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from questionnaire.scoring.release.base import Clash
from questionnaire.scoring.release.conflicts import conflicts
from questionnaire.scoring.release.consistency import Decided, Gap, mismatches
from questionnaire.scoring.release.defaults import OPENED, plan_for
from questionnaire.scoring.release.duties import duties
from questionnaire.scoring.release.licences import Terms, licence_of
from questionnaire.scoring.release.mof import classify
from questionnaire.scoring.release.plan import Answered, Degree, Part, Plan, When
from questionnaire.scoring.release.policy import Force, Lever, policy
from questionnaire.scoring.release.told import Told
from tests.scoring.release.plans import EVERYTHING, KNOWN, PLANS, TOLD, described, released

WEIGHTS = "final-parameters"
TUNED: dict[str, Any] = {"origin": "Big", "name": "Ours"}


def clashes(plan: Plan, **told: Any) -> set[Clash]:
    answers = {key.replace("_", "-"): value for key, value in told.items()}
    return {one.clash for one in conflicts(plan, Told(answers))}


@pytest.mark.parametrize(
    ("ident", "terms"),
    [
        ("Apache-2.0", Terms.PERMISSIVE), ("GPL-3.0-only", Terms.SHARE_ALIKE),
        ("CC-BY-SA-4.0", Terms.SHARE_ALIKE), ("CC-BY-NC-SA-4.0", Terms.NOT_COMMERCIAL),
        ("CC-BY-ND-4.0", Terms.NO_CHANGES), ("BigScience-BLOOM-RAIL-1.0", Terms.USE_LIMITS),
        ("Llama 3 Community License", Terms.USER_LIMITS), ("unlicensed", Terms.NONE),
        ("", Terms.NONE), ("Apache 2.0", Terms.UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_licence_lets_others_do_is_read_from_its_name(ident: str, terms: Terms) -> None:
    assert licence_of(ident).terms is terms


@pytest.mark.parametrize(
    ("base", "planned", "clash"),
    [
        ("Llama 2 Community License", "Apache-2.0", Clash.BASE_WITH_LIMITS),
        ("OpenRAIL-M", "MIT", Clash.BASE_WITH_LIMITS),
        ("Llama 3 Community License", "OpenRAIL-M", Clash.BASE_WITH_LIMITS),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", Clash.BASE_FOR_RESEARCH),
        ("GPL-3.0-only", "Apache-2.0", Clash.BASE_SHARES_ALIKE),
        ("", "Apache-2.0", Clash.BASE_UNKNOWN),
    ],
)
def test_a_base_passes_its_terms_on(base: str, planned: str, clash: Clash) -> None:
    fields = {**TUNED, "base_licence": base, "whole": {"data": planned}}
    assert clash in clashes(released(WEIGHTS, **fields))


def test_terms_that_go_together_are_no_conflict() -> None:
    for base, planned in (("Apache-2.0", "MIT"), ("GPL-3.0-only", "GPL-3.0-only"),
                          ("OpenRAIL-M", "OpenRAIL-M")):  # fmt: skip
        plan = released(WEIGHTS, **TUNED, base_licence=base, whole={"data": planned})
        assert not clashes(plan) & {Clash.BASE_WITH_LIMITS, Clash.BASE_SHARES_ALIKE}


def test_a_use_restricted_licence_is_not_open_whatever_it_is_called() -> None:
    assert Clash.CALLED_OPEN in clashes(KNOWN["Llama 2"])
    limited = {"whole": {"data": "OpenRAIL-M"}}
    called = released(WEIGHTS, called_open=Answered.YES, **limited)
    assert Clash.CALLED_OPEN in clashes(called)
    assert Clash.CALLED_OPEN not in clashes(released(WEIGHTS, **limited))


@pytest.mark.parametrize(
    ("plan", "too_soon"),
    [
        (KNOWN["Mixtral"], True), (KNOWN["Grok"], True), (released(*EVERYTHING), True),
        (described(*EVERYTHING, whole={"distribution": "CC-BY-4.0"}), True),
        (KNOWN["OLMo"], False), (described(*EVERYTHING), False),
    ],
)  # fmt: skip
def test_the_word_waits_for_a_plain_yes(plan: Plan, too_soon: bool) -> None:
    called = replace(plan, called_open=Answered.YES)
    graves = {one.clash for one in conflicts(called, Told()) if one.grave}
    assert graves == ({Clash.CALLED_TOO_SOON} if too_soon else set())
    assert Clash.CALLED_TOO_SOON not in clashes(plan)


def test_what_came_from_others_needs_terms() -> None:
    plan = released("training-code", "datasets")
    takes = {"team_outside_work": "code-under-review"}
    assert Clash.NO_CONTRIBUTOR_TERMS in clashes(plan, **takes)
    assert clashes(plan, **takes, team_contribution_terms="sign-off") == {Clash.OTHER_KIND}
    assert Clash.MAY_RELICENSE in clashes(plan, team_contribution_terms="agreement-relicence")
    assert Clash.DATA_UNCHECKED in clashes(plan, ethics_data_rights="public-unchecked")
    assert Clash.SERVICE_TERMS in clashes(released(WEIGHTS), funding_base_terms="service-terms")
    assert Clash.NO_LICENCE in clashes(released("model-card", whole={}))


# ---------------------------------------------------------------- plan, decision, answers


def gaps(plan: Plan, path: str = "", **told: Any) -> list[tuple[Gap, str]]:
    answers = {key.replace("_", "-"): value for key, value in told.items()}
    return [(one.gap, one.question) for one in mismatches(plan, Decided(path), Told(answers))]


@pytest.mark.parametrize("path", sorted(OPENED))
def test_a_plan_made_for_a_path_agrees_with_it(path: str) -> None:
    plan = plan_for(path, Told({"ethics-data-rights": "documented-rights"}), "Ours")
    assert mismatches(plan, Decided(path), Told()) == ()
    assert plan.producer == "Ours"


def test_the_plans_of_the_paths_reach_what_their_names_say() -> None:
    documented = Told({"ethics-data-rights": "documented-rights"})
    levels = {path: classify(plan_for(path, documented).release()).level for path in OPENED}
    assert levels == {
        "closed": 0, "hosted-api": 0, "staged-gated": 0, "weights-with-limits": 0,
        "open-weights": 3, "fully-open": 1,
    }  # fmt: skip
    assert plan_for("no such path", Told()).parts == {}


def test_a_plan_that_opens_what_the_decision_keeps_is_told() -> None:
    assert gaps(released(WEIGHTS), "closed") == [(Gap.PATH_KEEPS_WEIGHTS, "")]
    assert gaps(Plan(), "open-weights") == [(Gap.PATH_HANDS_OUT, "")]
    limited = released(WEIGHTS, whole={"data": "OpenRAIL-M"})
    assert gaps(limited, "open-weights") == [(Gap.PATH_IS_OPEN, "")]
    assert gaps(released(WEIGHTS), "weights-with-limits") == [(Gap.PATH_IS_LIMITED, "")]


def test_a_path_in_steps_does_not_hand_weights_to_everybody_at_once() -> None:
    out = released(WEIGHTS)
    assert gaps(out, "staged-gated") == [(Gap.PATH_IN_STEPS, "")]
    last = out.with_part(WEIGHTS, Part(When.LATER, dt.date(2027, 3, 1)))
    for plan in (Plan(), last, released(WEIGHTS, whole={"data": "OpenRAIL-M"})):
        assert gaps(plan, "staged-gated") == []


def test_a_plan_that_says_otherwise_than_the_answers_names_the_question() -> None:
    assert gaps(released(WEIGHTS), funding_route="closed") == [(Gap.ROUTE_CLOSED, "funding-route")]
    assert gaps(Plan(), funding_route="open-weights") == [(Gap.ROUTE_OPEN, "funding-route")]
    promised = {"experimentation_published_parts": ["weights", "checkpoints"]}
    assert gaps(released(WEIGHTS), **promised) == [
        (Gap.PARTS_PROMISED, "experimentation-published-parts")
    ]
    said = {"experimentation_licence": "responsible-use"}
    assert gaps(released(WEIGHTS), **said) == [(Gap.LICENCE_SAID, "experimentation-licence")]
    assert gaps(released(WEIGHTS, "model-card"), experimentation_published_parts=["weights"]) == [
        (Gap.PARTS_UNSAID, "experimentation-published-parts")
    ]
    both = {"experimentation_access": "weights-code-data"}
    short = released(WEIGHTS, "training-code")
    assert gaps(short, **both) == [(Gap.ACCESS_SHORT, "experimentation-access")]
    assert gaps(released(WEIGHTS, "training-code", "data-card"), **both) == []
    access = {"experimentation_access": "api"}
    assert gaps(released(WEIGHTS), **access) == [(Gap.ACCESS_SAID, "experimentation-access")]
    holds = {"funding_exclusivity": "exclusive-licence"}
    assert gaps(released(WEIGHTS), **holds) == [(Gap.PARTNER_HOLDS, "funding-exclusivity")]


def test_figures_a_base_and_duties_are_compared_with_the_answers() -> None:
    sized = Plan(parameters=7.0, tokens=2460.0)
    said = {"funding_model_parameters": 7.2, "funding_model_tokens": 1000}
    assert gaps(sized, **said) == [(Gap.SIZE_SAID, "funding-model-tokens")]
    adapts = {"funding_training": "adapters"}
    assert gaps(Plan(), **adapts) == [(Gap.BASE_NOT_NAMED, "funding-training")]
    assert gaps(Plan(**TUNED), **adapts) == []
    ready = {"ethics_eu_duties": ["copyright-policy"]}
    assert gaps(sized, **ready) == [(Gap.DUTIES_NOT_READY, "ethics-eu-duties")]
    every = ["copyright-policy", "training-summary", "technical-documentation",
             "downstream-information"]  # fmt: skip
    assert gaps(sized, ethics_eu_duties=every) == []


# ---------------------------------------------------------------- the policy

ETHICS = {
    "ethics-levers": ["block-user", "central-patch", "end-licence", "takedown-requests"],
    "ethics-safety-limits": "banned-uses",
    "ethics-red-line": "No weapons",
    "ethics-intervention-steps": ["warning", "suspension"],
    "ethics-monitoring": ["private-logs", "report-channel"],
    "ethics-response-time": 24,
}


def forces(plan: Plan, **more: Any) -> dict[str, tuple[Force, tuple[Lever, ...]]]:
    lines = policy(plan, Told({**ETHICS, **more}))
    return {one.rule: (one.force, one.levers) for one in lines}


def test_a_line_is_enforceable_where_its_lever_reaches() -> None:
    hosted, out = forces(Plan()), forces(released(WEIGHTS))
    assert hosted["suspension"] == (Force.FULL, (Lever.BLOCK,))
    assert out["suspension"] == (Force.OWN_SERVICE, (Lever.BLOCK,))
    assert out["warning"] == (Force.OWN_WORK, (Lever.OWN_WORK,))
    assert hosted["red-line"] == (Force.FULL, (Lever.BLOCK, Lever.PATCH))
    assert Lever.LICENCE not in out["red-line"][1]  # an open licence names no limits
    assert out["red-line"][0] is Force.IN_PART  # a copy stays a copy
    assert out["end-licence"] == (Force.NO_LIMIT, ())  # though it is among the answers
    rail = forces(released(WEIGHTS, whole={"data": "OpenRAIL-M"}))
    assert Lever.LICENCE in rail["red-line"][1]


def test_nothing_is_enforced_by_what_nobody_was_given() -> None:
    """No copy to take down and no licence to end while the weights stay; nobody to block while
    nobody outside can use the model."""
    reach = {"ethics-policy-reach": ["downstream-clauses", "in-product-notice"]}
    hosted = forces(Plan(), **reach)
    for rule in ("takedown-requests", "end-licence", "downstream-clauses"):
        assert hosted[rule] == (Force.NOT_YET, ()), rule
    assert hosted["in-product-notice"][0] is Force.FULL
    kept = forces(Plan(), **reach, **{"experimentation-access": "not-at-all"})
    assert {rule for rule, (force, _levers) in kept.items() if force is not Force.NOT_YET} == {
        "warning", "report-channel", "response",
    }  # fmt: skip
    tried = forces(Plan(api=Degree.OPEN), **reach, **{"experimentation-access": "not-at-all"})
    assert tried["suspension"] == (Force.FULL, (Lever.BLOCK,))


def test_a_line_without_a_lever_says_so() -> None:
    bare = forces(released(WEIGHTS), **{"ethics-levers": ["none"]})
    assert bare["banned-uses"] == (Force.NONE, ())
    assert bare["suspension"] == (Force.NONE, ())


def test_the_founders_own_words_stand_in_the_draft() -> None:
    lines = policy(Plan(), Told(ETHICS))
    assert [one.own for one in lines if one.own] == ["No weapons", "24"]


@given(plan=PLANS, told=TOLD)
def test_whatever_is_planned_and_answered_everything_can_be_told(
    plan: Plan, told: dict[str, Any]
) -> None:
    answers = Told(told)
    graves = [one.grave for one in conflicts(plan, answers)]
    assert graves == sorted(graves, reverse=True)
    for path in ("", *OPENED):
        mismatches(plan, Decided(path), answers)
        plan_for(path, answers)
    out = WEIGHTS in plan.release(with_later=True).parts
    for one in policy(plan, answers):
        assert bool(one.levers) is (one.force not in (Force.NONE, Force.NO_LIMIT, Force.NOT_YET))
        assert out or not {Lever.LICENCE, Lever.TAKEDOWN} & {*one.levers}
    duties(plan, answers)
    assert classify(released(*EVERYTHING).release()).level == 1
