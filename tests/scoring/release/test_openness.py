"""Open source by the OSI, the openness profile, and plans read from anything."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.scoring.release.components import BY_KEY
from questionnaire.scoring.release.mof import classify
from questionnaire.scoring.release.mot import record_of
from questionnaire.scoring.release.mot_in import plan_of_record
from questionnaire.scoring.release.openness import DIMENSIONS, POINTS, Degree, profile
from questionnaire.scoring.release.osaid import Reason, Verdict, Why, judge
from questionnaire.scoring.release.plan import Answered, Part, Plan, When, as_json, plan_of
from questionnaire.scoring.release.told import Told
from tests.scoring.release.plans import (
    EVERYTHING,
    JSON,
    KNOWN,
    PLANS,
    VERDICTS,
    described,
    released,
)

DAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_known_models_come_out_where_the_validation_of_the_definition_put_them(name: str) -> None:
    assert judge(KNOWN[name], Told()).verdict == VERDICTS[name]


@pytest.mark.parametrize("name", ["Pythia", "OLMo", "Amber"])
def test_known_models_reach_the_class_that_the_tool_gives_them(name: str) -> None:
    assert classify(KNOWN[name].release()).level == 1


def test_every_reason_against_open_source_is_named() -> None:
    judged = judge(released("final-parameters", whole={"distribution": "OpenRAIL-M"}), Told())
    assert set(judged.reasons) == {
        Reason(Why.NO_INFORMATION), Reason(Why.NOT_OPEN, "final-parameters", "OpenRAIL-M"),
        *(Reason(Why.MISSING, key) for key in ("data-preprocessing-code", "training-code",
                                               "inference-code", "model-architecture")),
    }  # fmt: skip
    assert judged.verdict is Verdict.NO


def test_data_that_is_not_described_forbids_the_word_and_unsaid_settles_nothing() -> None:
    no = judge(released(*EVERYTHING, described=Answered.NO), Told())
    assert (no.verdict, no.reasons) == (Verdict.NO, (Reason(Why.NOT_DESCRIBED),))
    unsaid = judge(released(*EVERYTHING), Told())
    assert (unsaid.verdict, [one.why for one in unsaid.remarks]) == (
        Verdict.UNSETTLED, [Why.DESCRIPTION_UNSAID],
    )  # fmt: skip
    limited = judge(released(*EVERYTHING, whole={"distribution": "OpenRAIL-M"}), Told())
    assert limited.verdict is Verdict.OTHER_TERMS


@pytest.mark.parametrize("licence", ["CC-BY-4.0", "OpenMDW-1.0"])
def test_code_needs_a_licence_that_the_osi_approved(licence: str) -> None:
    judged = judge(described(*EVERYTHING, whole={"distribution": licence}), Told())
    assert judged.verdict is Verdict.OTHER_TERMS
    assert {one.why for one in judged.reasons} == {Why.NOT_APPROVED}
    assert {BY_KEY[one.component].kind for one in judged.reasons} == {"code"}
    assert "supporting-libraries" in {one.component for one in judged.reasons}
    assert [(one.why, one.component) for one in judged.remarks] == [
        (Why.NOT_APPROVED_WEIGHTS, "final-parameters")
    ]


def test_weights_under_open_terms_that_the_osi_did_not_approve_are_to_be_checked() -> None:
    whole = {"distribution": "Apache-2.0", "data": "CDLA-Permissive-2.0"}
    judged = judge(described(*EVERYTHING, whole=whole), Told())
    assert (judged.verdict, judged.remarks) == (Verdict.YES, (
        Reason(Why.NOT_APPROVED_WEIGHTS, "final-parameters", "CDLA-Permissive-2.0"),
    ))  # fmt: skip


def test_a_plan_for_later_is_told_apart_from_what_is_released_today() -> None:
    plan = described(*EVERYTHING).with_part("datasets", Part(When.LATER, dt.date(2027, 3, 1)))
    assert classify(plan.release()).level == 2
    assert classify(plan.release(by=dt.date(2027, 2, 28))).level == 2
    assert classify(plan.release(by=dt.date(2027, 3, 1))).level == 1
    assert plan.days == (dt.date(2027, 3, 1),)
    undated = plan.with_part("datasets", Part(When.LATER))
    assert (classify(undated.release(with_later=True)).level, undated.days) == (1, ())


# ---------------------------------------------------------------- the profile


def test_a_model_that_opens_everything_is_open_on_all_it_was_asked_about() -> None:
    full = profile(described(*EVERYTHING, package=Degree.OPEN, api=Degree.PARTIAL))
    assert (full.score, full.share) == (13.5, 1.0)
    nothing = profile(Plan())
    assert (nothing.score, nothing.share, len(nothing.degrees)) == (0, 0, 14)


def test_weights_alone_under_limits_come_out_as_the_index_has_such_models() -> None:
    llama = profile(KNOWN["Llama 2"])
    assert llama.degrees["end-weights"] is Degree.PARTIAL
    assert llama.degrees["base-data"] is Degree.CLOSED
    assert 0.2 < llama.share < 0.5


def test_of_a_model_built_on_another_the_base_weights_are_the_others() -> None:
    tuned = {"origin": "Big", "name": "Small", "treatment": "chat fine-tuned"}
    open_base = profile(released(base_licence="Apache-2.0", **tuned))
    assert open_base.degrees["base-weights"] is Degree.OPEN
    assert open_base.degrees["end-data"] is Degree.UNSAID
    limited = profile(released("final-parameters", base_licence="Llama 3 Community License",
                               tuned_data=Degree.OPEN, **tuned))  # fmt: skip
    assert limited.degrees["base-weights"] is Degree.PARTIAL
    assert limited.degrees["end-data"] is Degree.OPEN


@given(plan=PLANS, key=st.sampled_from(sorted(BY_KEY)))
def test_one_more_open_component_never_lowers_profile_or_verdict(plan: Plan, key: str) -> None:
    more = plan.with_part(key, Part(When.RELEASED, None, "Apache-2.0"))
    before, after = profile(plan), profile(more)
    assert set(before.degrees) == set(DIMENSIONS)
    for one in DIMENSIONS:
        assert POINTS[after.degrees[one]] >= POINTS[before.degrees[one]]
    order = [Verdict.NO, Verdict.OTHER_TERMS, Verdict.UNSETTLED, Verdict.YES]
    assert order.index(judge(more, Told()).verdict) >= order.index(judge(plan, Told()).verdict)


# ---------------------------------------------------------------- from anything, and back


@given(plan=PLANS)
def test_a_plan_survives_json(plan: Plan) -> None:
    assert plan_of(json.loads(json.dumps(as_json(plan)))) == plan


@given(raw=st.one_of(JSON, st.fixed_dictionaries({}, optional={
    "parts": JSON | st.dictionaries(st.sampled_from(sorted(BY_KEY)), JSON), "whole": JSON,
    "parameters": JSON, "medium": JSON, "paid": JSON, "name": JSON})))  # fmt: skip
def test_anything_at_all_reads_as_some_plan(raw: object) -> None:
    plan = plan_of(raw)
    assert plan_of(json.loads(json.dumps(as_json(plan)))) == plan
    judge(plan, Told())


@pytest.mark.parametrize(
    ("name", "origin", "treatment", "base"),
    [
        ("OLMo-7B", "OLMo", "", ""), ("Llama-3-8B", "llama-3-8B", "pre-trained", ""),
        ("Vicuna", "LLaMA", "", "LLaMA"),
        ("Llama-3.1-Legal-8B", "Llama 3.1", "pre-trained", "Llama 3.1"),
        ("OLMo-7B-Chat", "OLMo-7B", "chat fine-tuned", "OLMo-7B"), ("Ours", "!!!", "", "!!!"),
    ],
)  # fmt: skip
def test_only_a_record_that_says_no_more_names_its_own_family(
    name: str, origin: str, treatment: str, base: str
) -> None:
    plan = Plan(name=name, origin=origin, treatment=treatment)
    read = plan_of_record(record_of(plan, DAY))
    assert read.plan.base == base
    assert plan.base == origin  # as typed into the form


def test_a_base_whose_name_the_model_carries_passes_its_terms_on() -> None:
    llama = described(*EVERYTHING, name="Llama-3.1-Legal-8B", origin="Llama 3.1")
    judged = judge(llama, Told())
    assert judged.verdict is Verdict.UNSETTLED
    assert {one.why for one in judged.remarks} == {Why.BASE_UNKNOWN}
