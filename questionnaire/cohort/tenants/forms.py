"""Whom to invite into an accelerator, as what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.forms import EraseForm, InviteForm


class InviteToAcceleratorForm(InviteForm):
    """As into a venture, with an accelerator's roles."""

    role = forms.ChoiceField(
        label=gettext_lazy("As"),
        initial="reviewer",
        choices=[
            ("manager", gettext_lazy("manager: makes cohorts, invites, decides")),
            ("reviewer", gettext_lazy("reviewer: reads what is shared, and reviews")),
            ("guest", gettext_lazy("guest: reads what is shared, nothing else")),
            ("owner", gettext_lazy("owner: also chooses members")),
        ],
    )


def erase_accelerator_form(name: str, data: Any = None) -> EraseForm:
    """Asks for the accelerator's name."""
    label = _("To delete, write the accelerator’s name: %(name)s") % {"name": name}
    return EraseForm(data, expected=name, label=label)
