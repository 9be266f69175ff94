"""What is wrong with a folder of seeds, in plain words with the mend; no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from questionnaire.bank import authored_numbers, condition_form, content
from questionnaire.bank.plain import Text
from questionnaire.scoring.faults import Said, gettext_noop, whole

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
        within = Said("%(file)s: %(key)s", file=self.file, key=self.key)
        return whole(within if self.key else self.file, self.problem, self.mend)


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
    name = str(steps[-1].name) if steps else ""
    kind = error["type"]
    if kind in _BY_NAME:
        return _BY_NAME[kind](name)
    said = shown(error.get("input"))
    if kind == "dict_type" and _is_text(steps):
        kind = "string_type"
    if kind in _BY_VALUE:
        problem, mend = _BY_VALUE[kind]
        return Said(problem, value=said), Said(mend, **error.get("ctx", {}))
    if kind == "string_pattern_mismatch":
        return Said("%(value)s has the wrong form", value=said), _pattern_mend(
            error["ctx"]["pattern"]
        )
    if kind == "value_error":
        problem, mend = (*error["ctx"]["error"].args, Said("mend it"))[:2]
        return problem, mend
    return Said("%(value)s: %(why)s", value=said, why=_lower(error["msg"])), Said("mend the value")


def _is_text(steps: list[Step]) -> bool:
    """Whether an author writes a plain text there; in the content it is a mapping."""
    names = [str(step.name) for step in steps[-2:]]
    return bool(names) and (names[-1] in TEXTS or names[0] == "first_90_days")


def _unknown_field(name: str) -> tuple[str, str]:
    close = get_close_matches(name, sorted(FIELDS), n=1)
    mend = Said("did you mean %(one)s?", one=close[0]) if close else Said("take it out")
    return Said("nothing called %(name)s belongs here", name=name), mend


_BY_NAME: dict[str, Callable[[str], tuple[str, str]]] = {
    "missing": lambda name: (
        Said("%(name)s is missing", name=name),
        Said("add %(name)s", name=name),
    ),
    "extra_forbidden": _unknown_field,
}
_BY_VALUE = {
    "dict_type": (
        gettext_noop("%(value)s is not a mapping"),
        gettext_noop("write name: value pairs"),
    ),
    "model_type": (
        gettext_noop("%(value)s is not a mapping"),
        gettext_noop("write name: value pairs"),
    ),
    "tuple_type": (gettext_noop("%(value)s is not a list"), gettext_noop("write a list")),
    "list_type": (gettext_noop("%(value)s is not a list"), gettext_noop("write a list")),
    "enum": (gettext_noop("%(value)s is not known"), gettext_noop("use one of %(expected)s")),
    "literal_error": (
        gettext_noop("%(value)s is not known"),
        gettext_noop("use one of %(expected)s"),
    ),
    "string_type": (gettext_noop("%(value)s is not a text"), gettext_noop("write it in quotes")),
    "float_type": (gettext_noop("%(value)s is not a number"), gettext_noop("write a number")),
    "float_parsing": (gettext_noop("%(value)s is not a number"), gettext_noop("write a number")),
    "finite_number": (
        gettext_noop("%(value)s is not a finite number"),
        gettext_noop("write a number"),
    ),
    "greater_than_equal": (
        gettext_noop("%(value)s is too small"),
        gettext_noop("write %(ge)s or more"),
    ),
    "greater_than": (
        gettext_noop("%(value)s is too small"),
        gettext_noop("write more than %(gt)s"),
    ),
    "less_than_equal": (
        gettext_noop("%(value)s is too large"),
        gettext_noop("write %(le)s or less"),
    ),
    "bool_type": (
        gettext_noop("%(value)s is neither true nor false"),
        gettext_noop("write true or false"),
    ),
    "bool_parsing": (
        gettext_noop("%(value)s is neither true nor false"),
        gettext_noop("write true or false"),
    ),
    "too_short": (
        gettext_noop("%(value)s has too few parts"),
        gettext_noop("write at least %(min_length)s"),
    ),
    "string_too_short": (gettext_noop("%(value)s is empty"), gettext_noop("write something")),
    "string_too_long": (
        gettext_noop("%(value)s is too long"),
        gettext_noop("write at most %(max_length)s characters"),
    ),
}


def _pattern_mend(pattern: str) -> str:
    if pattern.startswith("^D"):
        return Said("write a fact id such as D4.1")
    if pattern.startswith("^https"):
        return Said("write an address that begins with https://")
    if pattern == "^[a-z]{2}$":
        return Said("write a language code of two small letters")
    return Said("use small letters, digits and single hyphens, beginning with a letter")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def shown(value: Any, most: int = 50) -> str:
    """A value shortened and made printable."""
    text = repr(value).encode("ascii", "backslashreplace").decode("ascii")
    return text if len(text) <= most else f"{text[: most - 3]}..."


_MODELS = [
    model
    for module in (content, authored_numbers, condition_form)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
]
FIELDS = frozenset(
    field.alias or name for model in _MODELS for name, field in model.model_fields.items()
)
TEXTS = frozenset(
    name
    for model in _MODELS
    for name, field in model.model_fields.items()
    if field.annotation in (Text, Text | None)
)
