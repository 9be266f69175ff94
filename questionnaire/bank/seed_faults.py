"""What is wrong with a folder of seeds, in plain words with the mend; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from questionnaire.bank import content

FORMS = frozenset({"all", "any", "not", "test"})
"""The names that pydantic puts into a place to say which form of a condition it tried."""


@dataclass(frozen=True, slots=True)
class SeedFault:
    """One thing wrong: in which file, at which key, what it is, and how to mend it."""

    file: str
    key: str
    problem: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.problem}; {self.mend}"


class SeedError(Exception):
    """A folder of seeds that was refused whole, with every fault found."""

    def __init__(self, faults: Iterable[SeedFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shape_faults(error: ValidationError, raw: Any, file_of: FileOf) -> list[SeedFault]:
    """Pydantic's errors, one per place; ``file_of`` says in which file a place stands."""
    found: dict[tuple[str, str], SeedFault] = {}
    for one in error.errors(include_url=False):
        steps = _steps(one["loc"], raw)
        file, inside = file_of(steps)
        key = ".".join(_names(inside))
        problem, mend = _in_words(dict(one), steps)
        found.setdefault((file, key), SeedFault(file, key, problem, mend))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Step:
    """One step into a raw value: the name or index taken, and the item found there."""

    name: str | int
    item: Any


class FileOf:
    """Says in which file the value at a place stands, and the steps inside that file."""

    def __init__(self, files: Mapping[tuple[str, int], str], lists: Iterable[str]) -> None:
        self.files = files
        self.lists = frozenset(lists)

    def __call__(self, steps: list[Step]) -> tuple[str, list[Step]]:
        if not steps:
            return "edition.yaml", steps
        first = str(steps[0].name)
        if len(steps) > 1 and isinstance(steps[1].name, int):
            file = self.files.get((first, steps[1].name))
            if file:
                return file, steps[2:]
        return (f"{first}.yaml", steps) if first in self.lists else ("edition.yaml", steps)


def _steps(loc: tuple[int | str, ...], raw: Any) -> list[Step]:
    """The steps that lead somewhere in the raw value; pydantic's own marks are left out."""
    steps: list[Step] = []
    for name in loc:
        if name == "[key]":
            continue
        if isinstance(raw, Mapping):
            if name in FORMS and name not in raw:
                continue
            raw = raw.get(name)
        elif isinstance(raw, list | tuple) and isinstance(name, int):
            raw = raw[name] if name < len(raw) else None
        else:
            continue
        steps.append(Step(name, raw))
    return steps


def _names(steps: list[Step]) -> Iterable[str]:
    """How an author finds the place: an item of a list by its key, else by its number."""
    for step in steps:
        key = None
        if isinstance(step.name, int) and isinstance(step.item, Mapping):
            key = step.item.get("key") or step.item.get("id")
        yield key if isinstance(key, str) else str(step.name)


def _in_words(error: dict[str, Any], steps: list[Step]) -> tuple[str, str]:
    """The problem and the mend of one pydantic error."""
    name = steps[-1].name if steps else ""
    kind, context = error["type"], error.get("ctx", {})
    said = shown(error.get("input"))
    if kind == "missing":
        return f"{name} is missing", f"add {name}"
    if kind == "extra_forbidden":
        close = get_close_matches(str(name), sorted(FIELDS), n=1)
        mend = f"did you mean {close[0]}?" if close else "take it out"
        return f"nothing called {name} belongs here", mend
    if kind in ("dict_type", "model_type"):
        return f"{said} is not a mapping", "write name: value pairs"
    if kind in ("tuple_type", "list_type"):
        return f"{said} is not a list", "write a list"
    if kind == "enum":
        return f"{said} is not known", f"use one of {context['expected']}"
    if kind == "literal_error":
        return f"{said} is not known", f"use one of {context['expected']}"
    if kind == "string_type":
        return f"{said} is not a text", "write it in quotes"
    if kind == "string_pattern_mismatch":
        return f"{said} has the wrong form", _pattern_mend(context["pattern"])
    if kind == "value_error":
        problem = str(context["error"])
        head, _, tail = problem.partition("; ")
        return head, tail or "mend it"
    return f"{said}: {_lower(error['msg'])}", "mend the value"


def _pattern_mend(pattern: str) -> str:
    if pattern.startswith("^D"):
        return "write a fact id such as D4.1"
    if pattern.startswith("^https"):
        return "write an address that begins with https://"
    if pattern == "^[a-z]{2}$":
        return "write a language code of two small letters"
    return "use small letters, digits and single hyphens, beginning with a letter"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def shown(value: Any, most: int = 50) -> str:
    """A value shortened and made printable."""
    text = repr(value).encode("ascii", "backslashreplace").decode("ascii")
    return text if len(text) <= most else f"{text[: most - 3]}..."


FIELDS = frozenset(
    field.alias or name
    for model in vars(content).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for name, field in model.model_fields.items()
)
