"""What founders write when they conclude and decide, read and checked; nothing here saves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import MOST_TEXT, clean_line, clean_text
from questionnaire.bank.canonical import canonical
from questionnaire.bank.condition_reading import read_condition
from questionnaire.bare_form import BareForm
from questionnaire.decision.tripwires import Raw

MOST_LINE = 300
MOST_WATCHED = 30
DATES = 3
"""Rows for own words with a day."""


class Prose(forms.CharField):
    """A text of several lines, as it is stored."""

    def __init__(self, *, rows: int, **more: Any) -> None:
        super().__init__(
            widget=forms.Textarea({"rows": rows}), max_length=MOST_TEXT, strip=True, **more
        )

    def clean(self, value: Any) -> str:
        text = clean_text(super().clean(value))
        if self.required and not text:
            raise forms.ValidationError(self.error_messages["required"])
        return text


class ConclusionForm(BareForm):
    """What the founder concludes at a step."""

    text = Prose(
        rows=3,
        required=False,
        label=gettext_lazy("What do you conclude? (optional)"),
        help_text=gettext_lazy("One or two sentences. They go into the record of your decision."),
    )


class DecisionForm(BareForm):
    """A decision for one path. against: asked only where the answers support another."""

    reason = Prose(
        rows=4,
        label=gettext_lazy("Because"),
        help_text=gettext_lazy("Write it for the person that you will be in a year."),
        error_messages={"required": gettext_lazy("Write why; one sentence will do.")},
    )
    against = Prose(
        rows=3,
        required=False,
        label=gettext_lazy("What do you know that the questions do not ask? (optional)"),
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Who decides"),
        max_length=MOST_LINE,
        help_text=gettext_lazy("Names, or the body that decided."),
        error_messages={"required": gettext_lazy("Write who decides.")},
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Decided on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Choose the day of the decision."),
            "invalid": gettext_lazy("Write the day as year, month, day: 2026-11-30."),
        },
    )

    def __init__(self, *given: Any, paths: Sequence[tuple[str, str]], asks: bool, today: dt.date,
                 **more: Any) -> None:  # fmt: skip
        super().__init__(*given, **more)
        self.today, self.paths = today, paths
        if not asks:
            del self.fields["against"]
        for key, name in paths:
            self.fields[f"rejected-{key}"] = forms.CharField(
                label=_("Not %(path)s, because") % {"path": name},
                required=False,
                max_length=MOST_LINE,
            )

    @property
    def core(self) -> FormHelper:
        """What is asked first; the page brings the form tag, the token and the buttons."""
        return self._helper("reason", "against", "decided_by", "decided_on")

    @property
    def others(self) -> FormHelper:
        """One line for each path that is not taken."""
        return self._helper(*(f"rejected-{key}" for key, _name in self.paths))

    def _helper(self, *names: str) -> FormHelper:
        helper = self.helper
        helper.layout = Layout(*(name for name in names if name in self.fields))
        return helper

    def clean_decided_by(self) -> str:
        """Names on one line."""
        names = clean_line(self.cleaned_data["decided_by"])
        if not names:
            raise forms.ValidationError(_("Write who decides."))
        return names

    def clean_decided_on(self) -> dt.date:
        """A decision is recorded when it was taken, not before."""
        day: dt.date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def rejected(self) -> dict[str, str]:
        """Path -> why, where something was written."""
        lines = {key: clean_line(self.cleaned_data[f"rejected-{key}"]) for key, _n in self.paths}
        return {key: line for key, line in lines.items() if line}


# ---------------------------------------------------------------- tripwires


@dataclass(frozen=True, slots=True)
class DateRow:
    """Own words with the day to look again, as typed; problem: what is wrong with them."""

    number: int
    words: str = ""
    day: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Wires:
    """The tripwires of a form. watch: the ticked conditions; rows: those with a day."""

    watch: tuple[Raw, ...]
    rows: tuple[DateRow, ...]
    dates: tuple[tuple[str, dt.date], ...]

    @property
    def problems(self) -> list[DateRow]:
        return [row for row in self.rows if row.problem]


def typed(condition: Any) -> str:
    """A condition as a form carries it."""
    return json.dumps(canonical(condition), ensure_ascii=False, sort_keys=True)


def read_wires(data: QueryDict, document: Raw, today: dt.date) -> Wires:
    """The tripwires that a form carries; a condition that does not fit the edition is left out."""
    watch: dict[str, Raw] = {}
    for text in data.getlist("watch")[:MOST_WATCHED]:
        condition = _condition(text, document)
        if condition is not None:
            watch[typed(condition)] = condition
    read = [_date_row(number, data, today) for number in range(1, DATES + 1)]
    return Wires(
        watch=tuple(watch.values()),
        rows=tuple(row for row, _day in read),
        dates=tuple((row.words, day) for row, day in read if day is not None),
    )


def _condition(text: str, document: Raw) -> Raw | None:
    reading = read_condition(text[:MOST_TEXT], document, place="tripwire", before=None)
    found: Raw | None = None if reading.faults else reading.condition
    return found


def _date_row(number: int, data: QueryDict, today: dt.date) -> tuple[DateRow, dt.date | None]:
    words = clean_line(data.get(f"words-{number}", ""))[:MOST_LINE]
    day = data.get(f"day-{number}", "").strip()[:20]
    row = DateRow(number, words, day)
    if not words and not day:
        return row, None
    try:
        found = dt.date.fromisoformat(day) if day else None
    except ValueError:
        return _wrong(row, _("Write the day as year, month, day: 2026-11-30.")), None
    if not words:
        return _wrong(row, _("Write what to look at on that day.")), None
    if found is None:
        return _wrong(row, _("Choose a day: nobody but you can check this one.")), None
    if found <= today:
        return _wrong(row, _("Choose a day that is still to come.")), None
    return row, found


def _wrong(row: DateRow, problem: str) -> DateRow:
    return DateRow(row.number, row.words, row.day, problem)
