"""A rubric as managers write it, and how a cohort is reviewed; nothing here saves."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import clean_line, clean_text
from questionnaire.bare_form import BareForm
from questionnaire.review.sums import LEAST_TOP, MOST_TOP, MOST_WEIGHT, TOP, Criterion

BLANK = 3
"""Rows for new criteria."""
MOST_CRITERIA = 20
MOST_NAME, MOST_HELP = 120, 1000
MOST_CHOICES, MOST_CHOICE = 8, 80
KEY = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as typed. problems: field -> what is wrong with it."""

    key: str
    name: str = ""
    help: str = ""
    weight: str = "1"
    top: str = str(TOP)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RubricForm:
    """The rows of a rubric; a row without a name is none. problem: what is wrong with them all."""

    rows: tuple[CriterionRow, ...]
    criteria: tuple[Criterion, ...]
    problem: str = ""

    @property
    def errors(self) -> bool:
        return bool(self.problem) or any(row.problems for row in self.rows)

    @property
    def last(self) -> str:
        """The key of the last row that has a name: below it is room for more and nothing to go
        past."""
        return next((row.key for row in reversed(self.rows) if row.name), "")


def rows_of(criteria: Iterable[Criterion]) -> RubricForm:
    """A rubric to be changed, with rows for more; each new one has its key already, so that the
    same page sent twice adds the same criterion."""
    kept = tuple(criteria)
    rows = [
        CriterionRow(one.key, one.name, one.help, str(one.weight), str(one.top)) for one in kept
    ]
    more = min(BLANK, MOST_CRITERIA - len(rows))
    return RubricForm((*rows, *(CriterionRow(uuid.uuid4().hex[:12]) for _i in range(more))), kept)


def read_rubric(data: QueryDict) -> RubricForm:
    """What was typed, in its order."""
    keys = [key for key in data.getlist("key")[:MOST_CRITERIA] if KEY.fullmatch(key)]
    rows = [_read(key, data) for key in dict.fromkeys(keys)]
    named = [row for row in rows if row.name]
    names = [row.name.casefold() for row in named]
    problem = ""
    if not named:
        problem = _("Name at least one criterion.")
    elif len(set(names)) < len(names):
        problem = _("Two criteria have the same name.")
    fine = not problem and not any(row.problems for row in named)
    criteria = [_criterion(row) for row in named] if fine else []
    return RubricForm(tuple(rows), tuple(criteria), problem)


def moved(form: RubricForm, said: str) -> RubricForm:
    """The rows with one put before or behind its neighbour, as its button says: ``up`` or ``down``
    and the row's key. Whatever else it says moves nothing."""
    way, _dash, key = said.partition("-")
    rows = list(form.rows)
    place = next((n for n, row in enumerate(rows) if row.key == key), None)
    step = {"up": -1, "down": 1}.get(way)
    if place is not None and step is not None and 0 <= place + step < len(rows):
        rows.insert(place + step, rows.pop(place))
    return replace(form, rows=tuple(rows))


def _read(key: str, data: QueryDict) -> CriterionRow:
    row = CriterionRow(
        key=key,
        name=clean_line(data.get(f"name-{key}", ""))[:MOST_NAME],
        help=clean_text(data.get(f"help-{key}", ""))[:MOST_HELP],
        weight=data.get(f"weight-{key}", "").strip()[:5],
        top=data.get(f"top-{key}", "").strip()[:5],
    )
    if row.name and not _within(row.weight, 1, MOST_WEIGHT):
        row.problems["weight"] = _("Write a whole number from 1 to %(most)d.") % {
            "most": MOST_WEIGHT
        }
    if row.name and not _within(row.top, LEAST_TOP, MOST_TOP):
        row.problems["top"] = _("Write a whole number from %(least)d to %(most)d.") % {
            "least": LEAST_TOP, "most": MOST_TOP,
        }  # fmt: skip
    return row


def _within(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and least <= int(text) <= most


def _criterion(row: CriterionRow) -> Criterion:
    return Criterion(row.key, row.name, row.help, int(row.weight), int(row.top))


class SettingForm(BareForm):
    """Aliases, and the names of decisions, one a line."""

    aliases = forms.BooleanField(
        required=False,
        label=gettext_lazy("Reviewers know the ventures by a number only"),
        help_text=gettext_lazy(
            "They read what is shared without the name and without anything that was typed, and no "
            "page of the cohort."
        ),
    )
    decisions = forms.CharField(
        required=False,
        label=gettext_lazy("What can be decided"),
        help_text=gettext_lazy(
            "One name a line, as founders read it. Empty: admitted, on the waiting list, declined."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )

    def clean_decisions(self) -> Sequence[str]:
        """Names on one line each, none twice."""
        lines: Any = self.cleaned_data["decisions"].splitlines()
        names = list(dict.fromkeys(line for line in map(clean_line, lines) if line))
        if len(names) == 1 or len(names) > MOST_CHOICES:
            raise forms.ValidationError(
                _("Write two to %(most)d names, or none.") % {"most": MOST_CHOICES}
            )
        if any(len(name) > MOST_CHOICE for name in names):
            raise forms.ValidationError(
                _("A name has at most %(most)d characters.") % {"most": MOST_CHOICE}
            )
        return names
