"""Whom to invite into an accelerator, as what."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from questionnaire.assessment.forms import InviteForm


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
