"""Reading a sheet of answers from JSON: a sheet and no faults, or every fault in one clear line.

The form, version 1 (both directions are documented in docs/scoring-json.md):

  {"schema": 1, "edition": "2026-11", "answers": {QUESTION: ANSWER, ...}}

ANSWER is a bare value, or {"value": ..., "claim": "guess" | "plan" | "done" | "proven"}, or
{"unknown": true} ("don't know yet"), or {"other": "text"} ("none of these fits"). Values: an option
key for single and scale questions, a list of option keys for multiple ones, a number within the
question's range, a text. ``schema`` and ``edition`` may be left out; ``note`` is ignored.

The rule, in words: nothing is guessed and nothing half-done. A fault anywhere means that no answer
is scored.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from questionnaire.scoring.faults import Fault, Said, shown
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.sheet import Answer, AnswerValue, Sheet
from questionnaire.vocabulary import Claim, Kind

SCHEMA = 1
MOST_FAULTS = 100
MOST_TEXT = 20_000
MOST_BYTES = 5_000_000
TOP = frozenset({"schema", "edition", "answers"})
PARTS = frozenset({"value", "claim", "unknown", "other", "note"})


class _Refused(Exception):
    """One answer's fault: the problem and the mend."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend


# ---------------------------------------------------------------- text to JSON


def parse(text: str) -> tuple[Any, list[Fault]]:
    """The JSON value of a text, strictly: no duplicate keys, NaN or infinity; never raises."""
    try:
        return _loads(text), []
    except _Refused as refused:
        return None, [Fault("input", refused.problem, refused.mend)]
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return None, [
            Fault(place, Said("this is not JSON (%(why)s)", why=error.msg), Said("mend the syntax"))
        ]
    except RecursionError:
        return None, [
            Fault("input", Said("it is nested too deeply"), Said("send one flat sheet of answers"))
        ]
    except ValueError:  # an integer of more digits than Python converts
        return None, [
            Fault("input", Said("a number has too many digits"), Said("write a usual number"))
        ]


def _loads(text: str) -> Any:
    if len(text) > MOST_BYTES:
        raise _Refused("it is too large", f"send at most {MOST_BYTES} characters")
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _Refused(f"the key {shown(key)} stands twice", "keep one of the two")
        made[key] = value
    return made


def _no_constant(name: str) -> None:
    raise _Refused(f"{name} is not a number in JSON", "give a number, or leave the answer out")


# ---------------------------------------------------------------- JSON to a sheet


def read_sheet(rubric: Rubric, raw: Any) -> tuple[Sheet, list[Fault]]:
    """The sheet that a JSON value stands for, or an empty one with every fault found.

    Accepts any JSON value whatever; never raises. Stops looking after ``MOST_FAULTS`` faults.
    """
    faults = list(_frame_faults(rubric, raw))
    if faults:
        return {}, faults
    sheet: dict[str, Answer] = {}
    for key, said in raw["answers"].items():
        place = f"answers.{key}" if key in rubric.by_key else f"answers[{shown(key)}]"
        try:
            sheet[key] = _answer(rubric, key, said)
        except _Refused as refused:
            faults.append(Fault(place, refused.problem, refused.mend))
        if len(faults) == MOST_FAULTS:
            faults.append(Fault("answers", "there may be more", "mend these first"))
            break
    return ({}, faults) if faults else (sheet, [])


def _frame_faults(rubric: Rubric, raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, Mapping):
        yield Fault("input", f"{shown(raw)} is not an object", 'write {"answers": {...}}')
        return
    for key in raw.keys() - TOP:
        yield Fault(shown(key), "nothing of that name belongs here", f"use {_list(sorted(TOP))}")
    schema = raw.get("schema", SCHEMA)
    if isinstance(schema, bool) or schema != SCHEMA:
        yield Fault("schema", f"{shown(schema)} is not known here", f"use {SCHEMA}")
    edition = raw.get("edition", rubric.edition)
    if edition != rubric.edition:
        mend = f"this rubric is {rubric.edition}"
        yield Fault("edition", f"{shown(edition)} is another edition", mend)
    if not isinstance(raw.get("answers"), Mapping):
        problem = f"{shown(raw.get('answers'))} is not an object"
        yield Fault("answers", problem, "map question keys to answers")


def _answer(rubric: Rubric, key: Any, said: Any) -> Answer:
    question = rubric.by_key.get(key) if isinstance(key, str) else None
    if question is None:
        close = get_close_matches(str(key)[:60], list(rubric.by_key), n=1)
        mend = f"did you mean {close[0]}?" if close else "use a question key of this edition"
        raise _Refused("there is no such question", mend)
    if not isinstance(said, Mapping):
        return Answer(value=_value(question, said))
    unknown_parts = said.keys() - PARTS
    if unknown_parts:
        raise _Refused(f"{shown(sorted(map(str, unknown_parts)))} is not known", _parts_mend())
    if sum(part in said for part in ("value", "unknown", "other")) != 1:
        raise _Refused("it needs exactly one of value, unknown and other", "keep one")
    claim = _claim(said.get("claim"))
    if "unknown" in said:
        if said["unknown"] is not True:
            raise _Refused(f"unknown is {shown(said['unknown'])}", "say true, or give a value")
        return Answer(unknown=True, claim=claim)
    if "other" in said:
        return Answer(other=_other(question, said["other"]), claim=claim)
    return Answer(value=_value(question, said["value"]), claim=claim)


def _parts_mend() -> str:
    return f"an answer has {_list(sorted(PARTS))}"


def _claim(said: Any) -> Claim | None:
    if said is None:
        return None
    if not isinstance(said, str) or said not in list(Claim):
        raise _Refused(f"{shown(said)} is not a claim", f"use one of {_list(Claim)}")
    return Claim(said)


def _other(question: Question, said: Any) -> str:
    if not question.options:
        problem = f'a {question.kind} question has no "none of these fits"'
        raise _Refused(problem, "give a value, or say unknown")
    return _text(question, said)


# ---------------------------------------------------------------- values by kind


def _value(question: Question, said: Any) -> AnswerValue:
    return _READERS[question.kind](question, said)


def _option(question: Question, said: Any) -> str:
    if not isinstance(said, str):
        raise _Refused(f"{shown(said)} is not an option", f"use one of {_list(question.options)}")
    if said not in question.options:
        close = get_close_matches(said[:60], question.options, n=1)
        mend = f"did you mean {close[0]}?" if close else f"use one of {_list(question.options)}"
        raise _Refused(f"it has no option {shown(said)}", mend)
    return said


def _ticks(question: Question, said: Any) -> tuple[str, ...]:
    if not isinstance(said, list | tuple):
        raise _Refused(f"{shown(said)} is not a list", "list the ticked options")
    ticked = [_option(question, one) for one in said]
    if not ticked:
        raise _Refused("nothing is ticked", "leave the answer out, or tick something")
    if len(set(ticked)) < len(ticked):
        raise _Refused("an option is ticked twice", "name each once")
    alone = question.exclusive.intersection(ticked)
    if alone and len(ticked) > 1:
        raise _Refused(f"{min(alone)} excludes the others", "keep it alone, or leave it out")
    return tuple(option for option in question.options if option in ticked)


def _number(question: Question, said: Any) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise _Refused(f"{shown(said)} is not a number", "give a number")
    reach = f"{question.minimum:g} to {question.maximum:g}"
    if not question.minimum <= said <= question.maximum or math.isnan(said):
        raise _Refused(f"{shown(said)} is out of range", f"give a number from {reach}")
    return float(said)


def _text(question: Question, said: Any) -> str:
    del question
    if not isinstance(said, str) or not said.strip():
        raise _Refused(f"{shown(said)} is not a text", "write something, or leave the answer out")
    if len(said) > MOST_TEXT:
        raise _Refused("the text is too long", f"write at most {MOST_TEXT} characters")
    try:
        said.encode()
    except UnicodeEncodeError:
        raise _Refused("the text holds half a character", "send valid Unicode") from None
    if "\0" in said:
        raise _Refused("the text holds a NUL character", "leave it out")
    return said


_READERS: Mapping[Kind, Callable[[Question, Any], AnswerValue]] = {
    Kind.SINGLE: _option,
    Kind.SCALE: _option,
    Kind.MULTIPLE: _ticks,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}


def _list(words: Any) -> str:
    return ", ".join(str(word) for word in words)
