"""An access token as it is asked for."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import clean_line
from questionnaire.bare_form import BareForm

MOST_NAME = 60
LASTS = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("One year")),
]


class TokenForm(BareForm):
    """What a token is for, and for how long it works."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=MOST_NAME,
        help_text=gettext_lazy(
            "For example the name of the program. Ventures read it when the program has read them."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    days = forms.ChoiceField(label=gettext_lazy("Works for"), choices=LASTS, initial="90")

    def clean_name(self) -> str:
        """One line, with something on it."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Say what the token is for."))
        return name

    @property
    def lasts(self) -> dt.timedelta:
        """How long the token works."""
        return dt.timedelta(days=int(self.cleaned_data["days"]))
