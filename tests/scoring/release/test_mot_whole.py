"""A plan written with its record is read back as it was, and what the record says since counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.assessment.entry import clean_line
from questionnaire.bank.yaml_in import read_yaml
from questionnaire.bank.yaml_out import to_yaml
from questionnaire.scoring.release.mot import record_of
from questionnaire.scoring.release.mot_in import Reading, plan_of_record
from questionnaire.scoring.release.mot_whole import PLAN, whole_plan, whole_record
from questionnaire.scoring.release.plan import Part, Plan, When
from tests.scoring.release.plans import EVERYTHING, JSON, PLANS, released
from tests.scoring.release.test_mot import SCHEMA

DAY = dt.date(2026, 11, 27)
LINES = ("name", "version", "producer", "origin", "base_licence")


def typed(plan: Plan) -> Plan:
    """The plan with its texts as a form stores them."""
    parts = {
        key: part if part.licence is None else replace(part, licence=clean_line(part.licence))
        for key, part in plan.parts.items()
    }
    whole = {kind: clean_line(licence) for kind, licence in plan.whole.items()}
    lines = {name: clean_line(getattr(plan, name)) for name in LINES}
    return replace(
        plan, **lines, parts=parts, whole={kind: one for kind, one in whole.items() if one}
    )


def read(text: str) -> tuple[Reading, Plan | None]:
    """What the page reads of a file."""
    raw, unread = read_yaml(text.encode(), "record", most_parts=1500, as_typed=True)
    assert unread == []
    reading = plan_of_record(raw)
    assert (reading.faults, reading.remarks) == ((), ())
    return reading, whole_plan(raw, reading.plan)


@given(plan=PLANS.map(typed))
def test_any_plan_is_written_by_the_schema_and_read_back_as_it_was(plan: Plan) -> None:
    text = to_yaml(whole_record(plan, DAY))
    raw, unread = read_yaml(text.encode(), "record")
    assert unread == []
    SCHEMA.validate(raw)
    assert read(text)[1] == plan
    assert {key: one for key, one in raw.items() if key != PLAN} == record_of(plan, DAY)


def test_what_was_changed_in_the_record_since_counts() -> None:
    """Somebody takes the paper out and gives the weights another licence, by hand."""
    plan = replace(
        released(*EVERYTHING, name="Ours", producer="We", burn=77.0)
        .with_part("datasets", Part(When.LATER, dt.date(2027, 3, 1), "ODC-By-1.0")),
    )  # fmt: skip
    made = whole_record(plan, DAY)
    listed = [one for one in made["release"]["components"] if one["name"] != "Research paper"]
    next(one for one in listed if one["name"].endswith("(Final)"))["license"] = "MIT"
    made["release"]["components"] = listed
    back = read(to_yaml(made))[1]
    assert back is not None
    assert (back.part("research-paper").when, back.part("final-parameters").licence) == (
        When.NOT, "MIT",
    )  # fmt: skip
    assert (back.part("datasets"), back.burn) == (plan.part("datasets"), 77.0)


def test_a_record_alone_holds_no_plan() -> None:
    assert read(to_yaml(record_of(released(*EVERYTHING), DAY)))[1] is None


@given(said=st.dictionaries(st.sampled_from((PLAN, "release")), JSON))
def test_whatever_stands_there_is_read(said: dict[str, Any]) -> None:
    made = whole_plan(said, Plan())
    assert made is None or isinstance(made, Plan)
