"""Records of the Model Openness Tool: written by its schema, and read as the tool reads them."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from questionnaire.bank.yaml_in import read_yaml
from questionnaire.bank.yaml_out import to_yaml
from questionnaire.scoring.release.mof import classify
from questionnaire.scoring.release.mot import record_of
from questionnaire.scoring.release.mot_in import Reading, plan_of_record
from questionnaire.scoring.release.plan import Plan
from tests.scoring.release.plans import JSON, KNOWN, PLANS
from tests.scoring.release.record_form import RECORD

DAY = dt.date(2026, 11, 27)
SCHEMA = Draft202012Validator(RECORD, format_checker=FormatChecker())
HEAD = "framework: {name: Model Openness Framework, version: '1.0', date: 2024-12-15}\n"


def read(text: str) -> Reading:
    """A file read as the page reads it."""
    raw, unread = read_yaml(text.encode(), "record", most_parts=1500, as_typed=True)
    assert unread == []
    return plan_of_record(raw)


def release(body: str, licence: str = "{}") -> Reading:
    head = f"{HEAD}release:\n  name: Ours\n  producer: We\n  license: {licence}\n"
    return read(head + body)


def one(line: str, licence: str = "{}") -> Reading:
    """A record of the model's weights alone. line: what stands beside their name."""
    return release(f"  components:\n  - name: Model parameters (Final)\n    {line}\n", licence)


def weights(reading: Reading) -> tuple[str, bool]:
    """The licence that holds for the weights, and whether they count."""
    out = reading.plan.release()
    return out.licence("final-parameters"), out.counts("final-parameters")


# ---------------------------------------------------------------- written


@given(plan=PLANS)
def test_whatever_is_planned_is_written_by_the_schema_and_reads_back(plan: Plan) -> None:
    text = to_yaml(record_of(plan, DAY))
    raw, unread = read_yaml(text.encode(), "record")
    assert unread == []
    SCHEMA.validate(raw)
    back = read(text)
    assert (back.faults, back.remarks) == ((), ())
    out = plan.release(by=DAY)  # what was to come later is out once its day is there
    assert classify(back.plan.release()) == classify(out)
    assert set(back.plan.parts) == set(out.parts)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_known_models_are_written_by_the_schema(name: str) -> None:
    SCHEMA.validate(record_of(KNOWN[name], DAY))


def test_the_schema_refuses_what_is_no_record() -> None:
    assert not SCHEMA.is_valid({"framework": {}, "release": {}})
    assert not SCHEMA.is_valid(record_of(Plan(medium="smell"), DAY))


# ---------------------------------------------------------------- read


@pytest.mark.parametrize(
    ("line", "licence", "holds", "counts"),
    [
        ("license: MIT", "{}", "MIT", True),
        ("license:", "{distribution: {name: MIT, path: x}}", "MIT", True),
        ("license: ''", "{distribution: {name: MIT}}", "", False),
        ("license: unlicensed", "{distribution: {name: MIT}}", "", False),
        ("description: x", "{}", "", False),
        ("description: x", "[]", "", False),
        ("description: x", "{code: {name: MIT}}", "", False),
        ("description: x", "{data: {name: }, distribution: {name: MIT}}", "MIT", True),
        ("description: x", "{data: {name: Nope}, distribution: {name: MIT}}", "Nope", False),
        ("description: x", "{data: {name: unlicensed}, distribution: {name: MIT}}", "unlicensed",
         False),
        ("license: apache-2.0", "{}", "apache-2.0", False),
        ("license: OpenMDW-1.0", "{}", "OpenMDW-1.0", True),
        ("license: MIT OR Apache-2.0", "{}", "MIT OR Apache-2.0", False),
        ("license: 3", "{}", "3", False),
        ("license: true", "{}", "true", False),
        ("license: [MIT]", "{}", "MIT", True),
        ("license: [MIT, Apache-2.0]", "{}", "MIT, Apache-2.0", False),
        ("license: {name: MIT, path: x}", "{}", "MIT", True),
        ("license: [[MIT]]", "{distribution: {name: MIT}}", "MIT", True),
        ("description: x", "MIT", "MIT", True),
        ("description: x", "{data: MIT}", "MIT", True),
        ("license_name: MIT", "{}", "MIT", True),
        ("license_name: License not specified", "{distribution: {name: MIT}}", "", False),
    ],
)  # fmt: skip
def test_a_licence_is_read_as_the_tool_reads_it(
    line: str, licence: str, holds: str, counts: bool
) -> None:
    reading = one(line, licence)
    assert reading.faults == ()
    assert weights(reading) == (holds, counts)


@pytest.mark.parametrize(
    "words",
    ["Component not included", "Component Not Included", "Component not include.",
     "Pending evaluation"],
)  # fmt: skip
def test_records_before_april_2025_say_in_words_what_is_not_there(words: str) -> None:
    """They have no licences of the whole, list all components, and call the place of one so."""
    reading = read(
        f"{HEAD}release:\n  name: Old\n  producer: We\n  components:\n"
        f"  - {{name: Datasets, location: '', license_name: {words}, license_path: ''}}\n"
        "  - {name: Model card, location: '', license_name: CC-BY-4.0, license_path: ''}\n"
    )
    assert reading.faults == ()
    assert {key: part.licence for key, part in reading.plan.parts.items()} == {
        "model-card": "CC-BY-4.0"
    }
    assert [str(one) for one in reading.remarks] == [
        "release.license: it is missing; the tool asks for it"
    ]


def test_what_is_written_without_quotes_stays_as_it_was_typed() -> None:
    reading = release(
        "  version: 1.10\n  date: 2026-11-27\n  origin: 0x1F\n  architecture: rnn\n"
        "  treatment: Pre-Trained\n  contact: yes\n  repository: https://example.org\n"
        "  components: []\n"
    )
    assert (reading.faults, reading.remarks) == ((), ())
    plan = reading.plan
    assert (plan.version, plan.origin, plan.architecture, plan.treatment) == (
        "1.10", "0x1F", "RNN", "pre-trained",
    )  # fmt: skip


def test_what_is_unknown_is_left_out_and_said() -> None:
    reading = release(
        "  type: smell\n  version: {a: b}\n  components:\n  - name: Soul\n    license: MIT\n"
        "  - name: MODEL card\n    license: MIT\n  - Datasets\n  - 7\n"
        "  - name: Datasets\n    license: CC-BY-4.0\n",
        "{software: {name: MIT}, data: {name: {x: y}}}",
    )
    assert reading.faults == ()
    assert {key: part.licence for key, part in reading.plan.parts.items()} == {
        "model-card": "MIT", "datasets": "CC-BY-4.0",
    }  # fmt: skip
    assert [str(one) for one in reading.remarks] == [
        "release.version: {'a': 'b'} is no text; it is left out",
        "release.type: 'smell' is not known; it is left out",
        "release.license.software: no component is of this kind; it is left out",
        "release.license.data: {'x': 'y'} is no licence; it is left out",
        "release.components, 1: 'Soul' is no component; it is left out",
        "release.components, 4: '7' is no component; it is left out",
        "release.components, 5: Datasets stands twice; the last counts",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("framework: {name: Another}\nrelease: {}", "framework.name: it is another framework; "
         "write Model Openness Framework"),
        ("release: no", "release: it is missing or holds no name: value pairs; write name: value "
         "pairs under it"),
        ("release: {components: {a: b}}", "release.components: it is no list that fits; list the "
         "components, at most 100"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_with_the_mend(text: str, said: str) -> None:
    reading = read(text)
    assert [str(one) for one in reading.faults] == [said]
    assert reading.plan == Plan()


@given(raw=st.dictionaries(
    st.sampled_from(("framework", "release")),
    st.dictionaries(st.sampled_from(("name", "license", "producer", "components", "type")), JSON)
    | JSON,
))  # fmt: skip
def test_anything_at_all_is_read_or_refused(raw: dict[str, Any]) -> None:
    reading = plan_of_record(raw)
    assert reading.faults or classify(reading.plan.release())
    assert all(one.problem and one.mend for one in (*reading.faults, *reading.remarks))


# ---------------------------------------------------------------- hostile


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "[ " * 25_000, "[a," * 16_000, ("[" * 99 + "x\n") * 490, "{a: " * 12_000,
     "- " * 25_000, "? " * 25_000, "[" + "[]," * 16_000 + "]", "- a\n" * 12_000,
     "{" + "a: 1," * 9_000 + "}", "a: &x [1]\nb: *x", "a: !!python/object:os.system {}"],
)  # fmt: skip
def test_a_hostile_file_is_refused_at_little_cost(text: str) -> None:
    """A tenth of a second of the processor; three times that here, for slow machines."""
    began = time.process_time()
    _raw, unread = read_yaml(text.encode(), "record", most_parts=1500, as_typed=True)
    assert time.process_time() - began < 0.3
    assert len(unread) == 1
