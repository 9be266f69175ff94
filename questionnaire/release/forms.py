"""A release plan as it is typed in: read and checked, shown back as typed; nothing here saves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import Unreadable, clean_line, parse_number
from questionnaire.bank.figures import DECIMAL_MARK
from questionnaire.scoring.release.components import BY_KEY, COMPONENTS, KINDS
from questionnaire.scoring.release.licences import NO_LICENCE
from questionnaire.scoring.release.plan import (
    CHOICES,
    ENUMS,
    MOST_LINE,
    Part,
    Plan,
    When,
    figure_of,
    plan_of,
)

TEXTS = ("name", "version", "producer", "origin", "base_licence")
WORDS = (*CHOICES, *ENUMS, "hardware")
SCALES = {
    "parameters": 1.0, "tokens": 1.0, "base_flop": 1e21, "accelerators": 1.0, "burn": 1.0,
    "secured": 1000.0, "runway": 1.0,
}  # fmt: skip
"""Figures and what one typed unit is: the base in 10^21 operations, money in thousand USD."""
PLACES = 3
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
WHY = {
    "empty": gettext_lazy("Write a number."),
    "not-a-number": gettext_lazy("Write a number in digits."),
    "ambiguous": gettext_lazy("This can be read in two ways: leave the mark of thousands out."),
    "too-large": gettext_lazy("This number is too large."),
    "decimals": gettext_lazy("Write at most three decimals."),
}

LABELS = {
    "name": gettext_lazy("Name of the model"), "version": gettext_lazy("Version"),
    "producer": gettext_lazy("Made by"),
    "origin": gettext_lazy("Built on which model? (leave empty for none)"),
    "base_licence": gettext_lazy("Licence of that model"),
    "parameters": gettext_lazy("Active parameters, in billions"),
    "tokens": gettext_lazy("Tokens of training, in billions"),
    "base_flop": gettext_lazy("Compute of the base model, in 10²¹ FLOP"),
    "accelerators": gettext_lazy("Accelerators at once"),
    "burn": gettext_lazy("Spending in a month without the run, in thousand USD"),
    "secured": gettext_lazy("Money secured, in thousand USD"),
    "runway": gettext_lazy("Runway, in months"),
}  # fmt: skip
"""Fields in which something can be wrong, as the form calls them; those of components apart."""
OF_KIND = {"code": gettext_lazy("Code"), "data": gettext_lazy("Data and weights"),
           "document": gettext_lazy("Documents")}  # fmt: skip
OF_PART = {"day": gettext_lazy("Day"), "licence": gettext_lazy("Own licence")}


IN_ORDER = (
    *(field for kind in KINDS
      for field in (f"whole-{kind}",
                    *(f"{one.key}-{which}" for one in COMPONENTS if one.kind == kind
                      for which in ("day", "licence")))),
    *LABELS,
)  # fmt: skip
"""The same fields as they stand on the page, from its top."""


def label_of(name: str) -> str:
    """What the form calls a field: "Day: Datasets" for one of a component."""
    if name in LABELS:
        return str(LABELS[name])
    key, _mark, which = name.rpartition("-")
    if key == "whole":
        return _("Licence for %(kind)s") % {"kind": OF_KIND[which]}
    return f"{OF_PART[which]}: {_(BY_KEY[key].name)}"


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed. values: field -> as typed, shown back; problems: field -> what is wrong."""

    plan: Plan
    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def values_of(plan: Plan, language: str) -> dict[str, str]:
    """The fields of a form for a plan that stands."""
    said: dict[str, str] = {name: str(getattr(plan, name)) for name in (*TEXTS, *WORDS)}
    for name, scale in SCALES.items():
        value = getattr(plan, name)
        said[name] = "" if value is None else _figure(value / scale, language)
    for kind in KINDS:
        said[f"whole-{kind}"] = plan.whole.get(kind, "") or plan.whole.get("distribution", "")
    for one in COMPONENTS:
        part = plan.part(one.key)
        said[f"{one.key}-when"] = str(part.when)
        said[f"{one.key}-day"] = part.day.isoformat() if part.day else ""
        own = part.licence
        said[f"{one.key}-licence"] = "" if own is None else own or NO_LICENCE
    return said


def _figure(value: float, language: str) -> str:
    """As ``parse_number`` reads it back: without marks of thousands, which can be misread."""
    text = f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
    return text.replace(".", DECIMAL_MARK.get(language, "."))


def read_plan(data: QueryDict, language: str) -> Read:
    """The plan that a form says, with every field that cannot be read."""
    values = {name: data.get(name, "") for name in values_of(Plan(), language)}
    problems: dict[str, str] = {}
    raw: dict[str, Any] = {name: _line(name, values, problems) for name in TEXTS}
    raw |= {name: values[name] for name in WORDS}
    for name, scale in SCALES.items():
        raw[name] = _number(name, scale, values, problems, language)
    raw["whole"] = {kind: _line(f"whole-{kind}", values, problems) for kind in KINDS}
    plan = plan_of(raw)
    parts = {one.key: _part(one.key, values, problems) for one in COMPONENTS}
    for key, part in parts.items():
        plan = plan.with_part(key, part)
    return Read(plan, values, problems)


def _line(name: str, values: Mapping[str, str], problems: dict[str, str]) -> str:
    text = clean_line(values[name])
    if len(text) > MOST_LINE:
        problems[name] = _("This is too long; write at most %(most)d characters.") % {
            "most": MOST_LINE
        }
    return text


def _number(
    name: str, scale: float, values: Mapping[str, str], problems: dict[str, str], language: str
) -> float | None:
    if not values[name].strip():
        return None
    try:
        value = parse_number(values[name], language, PLACES)
    except Unreadable as unread:
        problems[name] = str(WHY[unread.reason])
        return None
    if value <= 0:
        problems[name] = _("Write a number above zero, or leave it empty.")
        return None
    figure = figure_of(float(value * scale))
    if figure is None:
        problems[name] = str(WHY["too-large"])
    return figure


def _part(key: str, values: Mapping[str, str], problems: dict[str, str]) -> Part:
    said = values[f"{key}-when"]
    when = When(said) if said in list(When) else When.NOT
    own = _line(f"{key}-licence", values, problems)
    licence = None if not own else "" if own == NO_LICENCE else own
    day = _day(f"{key}-day", values, problems) if when is When.LATER else None
    if when is When.LATER and day is None:
        problems.setdefault(f"{key}-day", _("Say on which day it comes."))
    return Part(when, day, licence)


def _day(name: str, values: Mapping[str, str], problems: dict[str, str]) -> dt.date | None:
    text = values[name].strip()
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        problems[name] = _("Write the day as year, month, day: 2026-11-30.")
        return None
    if not EARLIEST <= day <= LATEST:
        problems[name] = _("Write a day between 2000 and 2100.")
        return None
    return day
