"""Reading answers: every fault in one line, and never a traceback."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.scoring.answers import MOST_BYTES, MOST_TEXT, parse, read_sheet
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.sheet import Answer
from questionnaire.vocabulary import Claim
from tests.scoring.banks import document, number, option, question

RUBRIC = compile_rubric(
    document(
        question("route", "single", option("shut", -2), option("free", 2), lean_core=True),
        question("ticks", "multiple", option("x"), option("y"), option("none", exclusive=True)),
        question("grade", "scale", option("low", funding=0), option("top", funding=4)),
        number("size", 100, minimum=1, curves={"funding": [[0, 0], [100, 4]]}),
        {"key": "line", "kind": "text", "ask": {"en": "?"}, "why": {"en": "?"}},
    )
)


def faults(answers: Any, **frame: Any) -> list[str]:
    sheet, found = read_sheet(RUBRIC, {"answers": answers, **frame})
    assert sheet == {} or not found
    return [str(one) for one in found]


def test_every_form_of_an_answer_is_read() -> None:
    raw = {
        "schema": 1,
        "edition": "small",
        "answers": {
            "route": "free",
            "ticks": {"value": ["y", "x"], "claim": "done", "note": "ignored"},
            "grade": {"unknown": True},
            "size": {"value": 7, "claim": None},
            "line": "never",
        },
    }
    sheet, found = read_sheet(RUBRIC, raw)
    assert found == []
    assert sheet == {
        "route": Answer(value="free"),
        "ticks": Answer(value=("x", "y"), claim=Claim.DONE),
        "grade": Answer(unknown=True),
        "size": Answer(value=7.0),
        "line": Answer(value="never"),
    }
    sure = read_sheet(RUBRIC, {"answers": {"grade": {"other": "odd", "claim": "done"}}})[0]
    assert sure == {"grade": Answer(other="odd", claim=Claim.DONE)}
    assert read_sheet(RUBRIC, {"answers": {"grade": {"other": "odd"}}})[0] == {
        "grade": Answer(other="odd")
    }


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"rout": "free"}, "answers['rout']: there is no such question; did you mean route?"),
        ({"zzz": 1}, "answers['zzz']: there is no such question; "
                     "use a question key of this edition"),
        ({"route": "fre"}, "answers.route: it has no option 'fre'; did you mean free?"),
        ({"route": "none"}, "answers.route: it has no option 'none'; use one of shut, free"),
        ({"route": 3}, "answers.route: 3 is not an option; use one of shut, free"),
        ({"route": ["free"]}, "answers.route: ['free'] is not an option; use one of shut, free"),
        ({"route": None}, "answers.route: None is not an option; use one of shut, free"),
        ({"ticks": "x"}, "answers.ticks: 'x' is not a list; list the ticked options"),
        ({"ticks": []}, "answers.ticks: nothing is ticked; "
                        "leave the answer out, or tick something"),
        ({"ticks": ["x", "x"]}, "answers.ticks: an option is ticked twice; name each once"),
        ({"ticks": ["x", "none"]}, "answers.ticks: none excludes the others; "
                                   "keep it alone, or leave it out"),
        ({"size": "7"}, "answers.size: '7' is not a number; give a number"),
        ({"size": True}, "answers.size: True is not a number; give a number"),
        ({"size": 0}, "answers.size: 0 is out of range; give a number from 1 to 100"),
        ({"size": 100.5}, "answers.size: 100.5 is out of range; give a number from 1 to 100"),
        ({"size": float("nan")}, "answers.size: nan is out of range; give a number from 1 to 100"),
        ({"size": float("inf")}, "answers.size: inf is out of range; give a number from 1 to 100"),
        ({"line": " "}, "answers.line: ' ' is not a text; "
                        "write something, or leave the answer out"),
        ({"line": "\ud800"}, "answers.line: the text holds half a character; send valid Unicode"),
        ({"line": "a\0"}, "answers.line: the text holds a NUL character; leave it out"),
        ({"line": "a" * (MOST_TEXT + 1)}, "answers.line: the text is too long; "
                                          "write at most 20000 characters"),
        ({"line": {"other": "x"}}, 'answers.line: a text question has no "none of these fits"; '
                                   "give a value, or say unknown"),
        ({"route": {}}, "answers.route: it needs exactly one of value, unknown and other; "
                        "keep one"),
        ({"route": {"value": "free", "unknown": True}},
         "answers.route: it needs exactly one of value, unknown and other; keep one"),
        ({"route": {"unknown": False}}, "answers.route: unknown is False; "
                                        "say true, or give a value"),
        ({"route": {"value": "free", "claim": "sure"}},
         "answers.route: 'sure' is not a claim; use one of guess, plan, done, proven"),
        ({"route": {"value": "free", "wait": 1}}, "answers.route: ['wait'] is not known; "
                                    "an answer has claim, note, other, unknown, "
                                    "value"),
    ],
)  # fmt: skip
def test_a_fault_names_place_problem_and_mend(answers: dict, line: str) -> None:
    assert faults(answers) == [line]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ([], 'input: [] is not an object; write {"answers": {...}}'),
        (None, 'input: None is not an object; write {"answers": {...}}'),
        ({}, "answers: None is not an object; map question keys to answers"),
        ({"answers": []}, "answers: [] is not an object; map question keys to answers"),
        ({"answers": {}, "x": 1}, "'x': nothing of that name belongs here; "
                                  "use answers, edition, schema"),
        ({"answers": {}, "schema": 2}, "schema: 2 is not known here; use 1"),
        ({"answers": {}, "schema": True}, "schema: True is not known here; use 1"),
        ({"answers": {}, "edition": "x"}, "edition: 'x' is another edition; "
                                          "this rubric is small"),
    ],
)  # fmt: skip
def test_a_fault_of_the_frame(raw: Any, line: str) -> None:
    sheet, found = read_sheet(RUBRIC, raw)
    assert (sheet, [str(one) for one in found]) == ({}, [line])


def test_every_fault_is_named_and_no_answer_is_kept() -> None:
    assert len(faults({"route": 1, "size": 1000, "ticks": ["x"], "grade": "top"})) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "line 1, column 2: this is not JSON "
              "(Expecting property name enclosed in double quotes); mend the syntax"),
        ('{"a": NaN}', "input: NaN is not a number in JSON; "
                       "give a number, or leave the answer out"),
        ('{"a": -Infinity}', "input: -Infinity is not a number in JSON; "
                             "give a number, or leave the answer out"),
        ('{"a": 1, "a": 2}', "input: the key 'a' stands twice; keep one of the two"),
        ("[" * 100_000, "input: it is nested too deeply; send one flat sheet of answers"),
        ("9" * 5000, "input: a number has too many digits; write a usual number"),
        (" " * (MOST_BYTES + 1), "input: it is too large; send at most 5000000 characters"),
        ("", "line 1, column 1: this is not JSON (Expecting value); mend the syntax"),
    ],
)  # fmt: skip
def test_text_that_is_no_sheet(text: str, line: str) -> None:
    value, found = parse(text)
    assert (value, [str(one) for one in found]) == (None, [line])


def test_huge_numbers_are_out_of_range_not_errors() -> None:
    value, found = parse('{"answers": {"size": 1e999}}')
    assert found == []
    assert len(read_sheet(RUBRIC, value)[1]) == 1
    assert len(faults({"size": 10**4000})) == 1


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["free", "x", "none", "top", "guess"])
)  # fmt: skip
NAMES = st.sampled_from(
    ["route", "ticks", "grade", "size", "line", "value", "unknown", "other", "claim", "answers"]
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(ANY_JSON | st.fixed_dictionaries({"answers": st.dictionaries(NAMES, ANY_JSON)}))
@settings(max_examples=400)
def test_any_json_ends_in_a_score_or_in_faults(raw: Any) -> None:
    sheet, found = read_sheet(RUBRIC, raw)
    if found:
        assert sheet == {}
        assert all("\n" not in str(one) and str(one).isprintable() for one in found)
    else:
        json.dumps(score(RUBRIC, sheet).as_json(), allow_nan=False)


@given(st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    value, found = parse(text)
    assert value is None or not found


def test_it_stops_looking_after_a_hundred_faults() -> None:
    found = read_sheet(RUBRIC, {"answers": {f"no-{n}": 1 for n in range(5000)}})[1]
    assert (len(found), str(found[-1])) == (101, "answers: there may be more; mend these first")


def test_a_text_as_long_as_may_be_is_read() -> None:
    text = "a" * MOST_TEXT
    assert read_sheet(RUBRIC, {"answers": {"line": text}}) == ({"line": Answer(value=text)}, [])
