"""What founders write about an action of their plan, read and checked; nothing here saves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import clean_line, clean_text
from questionnaire.bare_form import BareForm
from questionnaire.report.plan.actions import Planned
from questionnaire.report.plan.models import MOST_OWNER, STATE_WORDS
from questionnaire.vocabulary import PlanState

MOST_LINE = 300
MOST_NOTE = 2000


class PlanForm(BareForm):
    """How an action stands. members: who can be named; own: it is the venture's own action."""

    text = forms.CharField(
        label=gettext_lazy("What to do"),
        max_length=MOST_LINE,
        error_messages={"required": gettext_lazy("Write what to do.")},
    )
    done_when = forms.CharField(
        label=gettext_lazy("Done when (optional)"),
        max_length=MOST_LINE,
        required=False,
        help_text=gettext_lazy("What anybody could see then."),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=list(STATE_WORDS.items()))
    reason = forms.CharField(
        label=gettext_lazy("If dropped: why"), max_length=MOST_LINE, required=False
    )
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    owner_name = forms.CharField(
        label=gettext_lazy("Or somebody else"),
        max_length=MOST_OWNER,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    due = forms.DateField(
        label=gettext_lazy("Due (optional)"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as year, month, day: 2026-11-30.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note (optional)"),
        max_length=MOST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *given: Any, members: Sequence[tuple[int, str]], own: bool,
                 **more: Any) -> None:  # fmt: skip
        super().__init__(*given, **more)
        if not own:
            del self.fields["text"], self.fields["done_when"]
        nobody = [("", _("nobody yet"))]
        self.fields["owner"].choices = [*nobody, *((str(pk), name) for pk, name in members)]  # type: ignore[attr-defined]
        if not members:
            del self.fields["owner"]
            self.fields["owner_name"].label = _("Owner")

    @property
    def helper(self) -> FormHelper:
        """Fields in their order; the page brings the form tag, the token and the button."""
        helper = super().helper
        helper.layout = Layout(*self.fields)
        return helper

    def clean(self) -> dict[str, Any]:
        """Texts as they are stored; one owner, and a reason for what is dropped."""
        said = super().clean() or {}
        for name in ("text", "done_when", "reason", "owner_name"):
            if name in said:
                said[name] = clean_line(said[name])
        said["note"] = clean_text(said.get("note", ""))
        if "text" in said and not said["text"]:
            self.add_error("text", _("Write what to do."))
        if said.get("state") == PlanState.DROPPED and not said.get("reason"):
            self.add_error("reason", _("Write in a few words why it is dropped."))
        if said.get("owner") and said.get("owner_name"):
            self.add_error("owner_name", _("Choose a member or write a name, not both."))
        self._short_enough(said)
        return said

    def _short_enough(self, said: dict[str, Any]) -> None:
        """Counted again as stored: some characters are stored as several."""
        for name, field in self.fields.items():
            most = getattr(field, "max_length", None)
            if most and isinstance(said.get(name), str) and len(said[name]) > most:
                self.add_error(
                    name, _("This is too long; write at most %(most)d characters.") % {"most": most}
                )

    def clean_due(self) -> dt.date | None:
        """A year with a slip of the finger is not a date."""
        day: dt.date | None = self.cleaned_data["due"]
        if day and not dt.date(2000, 1, 1) <= day <= dt.date(2100, 1, 1):
            raise forms.ValidationError(_("Write a day between 2000 and 2100."))
        return day

    def planned(self) -> Planned:
        """What is planned. A reason stands with what was dropped only."""
        said = self.cleaned_data
        state = PlanState(said["state"])
        return Planned(
            text=said.get("text", ""),
            done_when=said.get("done_when", ""),
            owner_id=int(said["owner"]) if said.get("owner") else None,
            owner_name=said["owner_name"],
            due=said["due"],
            state=state,
            reason=said["reason"] if state is PlanState.DROPPED else "",
            note=said["note"],
        )


def initial_of(planned: Planned) -> dict[str, Any]:
    """A form's values for what stands."""
    return {
        "text": planned.text, "done_when": planned.done_when, "state": str(planned.state),
        "reason": planned.reason, "owner": str(planned.owner_id or ""),
        "owner_name": planned.owner_name, "due": planned.due, "note": planned.note,
    }  # fmt: skip
