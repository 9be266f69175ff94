"""Conditions that reopen a decision: what they say about later answers, and which to suggest.

No Django. A tripwire is a condition in the bank's grammar; it fires when it is met, by the same
rule that decides about musts (``scoring.conditions``), never while it is open. The suggestions are
the bank's own: a must of the path that would break, a reason against it that does not hold yet,
and a changed answer that would put another path first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.canonical import canonical
from questionnaire.bank.condition_reading import condition_faults
from questionnaire.scoring.condition_compiling import compile_condition
from questionnaire.scoring.conditions import verdict
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.sheet import Sheet
from questionnaire.scoring.trace import deciders
from questionnaire.vocabulary import Kind, Verdict

Raw = Mapping[str, Any]
MOST_FLIPS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What a tripwire says about answers. verdict is None where the questions are no longer those
    that it asks about; questions: whose answers decide it."""

    verdict: Verdict | None
    questions: tuple[str, ...] = ()

    @property
    def fires(self) -> bool:
        return self.verdict is Verdict.MET


class Watch:
    """One sheet, looked at by any number of tripwires."""

    def __init__(self, rubric: Rubric, document: Raw, sheet: Sheet) -> None:
        self.document = document
        self.facts = walk(rubric, sheet)
        self.questions = questions_of(document)

    def look(self, condition: Any) -> Look:
        """What a condition says; a condition that does not fit these questions says nothing."""
        if condition_faults(condition, self.document, place="tripwire"):
            return Look(None)
        compiled = compile_condition(condition, self.questions)
        held = verdict(compiled.check(self.facts))
        return Look(held, deciders(compiled, self.facts))


def questions_of(document: Raw) -> dict[str, Raw]:
    """The edition's questions by key."""
    return {one["key"]: one for category in document["categories"] for one in category["questions"]}


# ---------------------------------------------------------------- what to suggest


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A condition worth watching. kind: ``must``, ``against`` or ``flip``; key: of which one."""

    kind: str
    key: str
    condition: Raw


def suggestions(card: Raw, document: Raw, path: str) -> tuple[Suggestion, ...]:
    """What to watch for a path, as the report stands. card: a scorecard as JSON."""
    found = next((one for one in document["paths"] if one["key"] == path), None)
    told = next((one for one in card["paths"] if one["key"] == path), None)
    if found is None or told is None:
        return ()
    return (*_musts(found, told), *_against(found, told), *_flips(card, document, path))


def _musts(path: Raw, told: Raw) -> Iterator[Suggestion]:
    """Musts that are not broken now."""
    broken = {one["key"] for one in told["requirements"] if one["verdict"] == Verdict.BROKEN}
    for one in path["requirements"]:
        if one["kind"] == "must" and one["key"] not in broken:
            yield Suggestion("must", one["key"], contrary(one["when"]))


def _against(path: Raw, told: Raw) -> Iterator[Suggestion]:
    """Reasons against the path that do not hold now."""
    holding = {one["key"] for one in told["arguments"]}
    for one in path.get("arguments") or ():
        if one["side"] == "against" and one["key"] not in holding:
            yield Suggestion("against", one["key"], one["when"])


def _flips(card: Raw, document: Raw, path: str) -> Iterator[Suggestion]:
    """Changes that would put another path first, while this one is."""
    told, questions = card["recommendation"], questions_of(document)
    if told["path"] != path or told["least_broken"]:
        return
    seen: set[tuple[str, ...]] = set()
    for place, flip in enumerate(card["flips"]):
        about = tuple(change["question"] for change in flip["changes"])
        if about in seen or len(seen) == MOST_FLIPS or not set(about) <= questions.keys():
            continue
        seen.add(about)
        tests = [_changed(change, questions[change["question"]]) for change in flip["changes"]]
        yield Suggestion("flip", str(place), tests[0] if len(tests) == 1 else {"all": tests})


def _changed(change: Raw, question: Raw) -> Raw:
    """The test that an answer has become what a flip says, or gone further that way."""
    key, before, after = change["question"], change["before"], change["after"]
    if question["kind"] == Kind.NUMBER:
        op = "at-most" if before is not None and after < before else "at-least"
        return {"q": key, "op": op, "value": after}
    if question["kind"] == Kind.MULTIPLE:
        return {"q": key, "op": "exactly", "value": list(after)}
    if question["kind"] == Kind.SCALE:
        steps = [one["key"] for one in question["options"]]
        down = before in steps and steps.index(after) < steps.index(before)
        return {"q": key, "op": "at-most" if down else "at-least", "value": steps.index(after)}
    return {"q": key, "op": "in", "value": [after]}


def contrary(condition: Raw) -> Raw:
    """The condition turned round, without a double "not"."""
    return condition.get("not") or {"not": condition}


def same(one: Any, other: Any) -> bool:
    """Whether two conditions are the same, whichever way a database wrote their numbers."""
    return bool(canonical({"when": one}) == canonical({"when": other}))


def source_of(condition: Any, document: Raw, path: str) -> tuple[str, str]:
    """Whether a condition is a must of the path turned round, or a reason against it: (kind, key);
    two empty texts for one of the founder's own."""
    found = next((one for one in document["paths"] if one["key"] == path), None)
    if found is None:
        return "", ""
    for one in found["requirements"]:
        if one["kind"] == "must" and same(contrary(one["when"]), condition):
            return "must", str(one["key"])
    for one in found.get("arguments") or ():
        if one["side"] == "against" and same(one["when"], condition):
            return "against", str(one["key"])
    return "", ""
