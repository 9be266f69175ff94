"""A link to a report as it is asked for, and the passphrase of one that is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import clean_line
from questionnaire.bare_form import BareForm

LEAST_PASSPHRASE, MOST_PASSPHRASE = 10, 128
MOST_LABEL = 80
LASTS = [
    ("7", gettext_lazy("7 days")),
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("180", gettext_lazy("180 days")),
]


class LinkForm(BareForm):
    """Which report a link shows, to whom, for how long, and how much of it."""

    report = forms.ChoiceField(
        label=gettext_lazy("Report"),
        help_text=gettext_lazy(
            "The link always shows this one. What you send later needs another."
        ),
    )
    label = forms.CharField(
        label=gettext_lazy("For whom (optional)"),
        required=False,
        max_length=MOST_LABEL,
        help_text=gettext_lazy("Only you and your members read this."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    days = forms.ChoiceField(label=gettext_lazy("Works for"), choices=LASTS, initial="30")
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase (optional)"),
        required=False,
        max_length=MOST_PASSPHRASE,
        help_text=gettext_lazy(
            "At least 10 characters, such as four words. Asked for before the report is shown. "
            "Hand it over by another way than the link; it cannot be looked up later."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    notes = forms.BooleanField(
        label=gettext_lazy("Show our notes and evidence too"), required=False
    )

    def __init__(self, *given: Any, reports: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["report"].choices = reports  # type: ignore[attr-defined]

    @property
    def lasts(self) -> dt.timedelta:
        """How long the link works."""
        return dt.timedelta(days=int(self.cleaned_data["days"]))

    def clean_label(self) -> str:
        """The label on one line, without what nobody can see."""
        return clean_line(self.cleaned_data["label"])[:MOST_LABEL]

    def clean_passphrase(self) -> str:
        """Empty, or long enough not to be guessed within the tries that a link allows."""
        typed = clean_line(self.cleaned_data["passphrase"])
        if typed and len(typed) < LEAST_PASSPHRASE:
            raise forms.ValidationError(
                _("Write at least %(least)d characters, such as four words; or leave it empty.")
                % {"least": LEAST_PASSPHRASE}
            )
        return typed


class PassphraseForm(BareForm):
    """The passphrase of a link."""

    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase"),
        max_length=MOST_PASSPHRASE,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the passphrase that came with the link.")},
    )

    def clean_passphrase(self) -> str:
        """As it was cleaned when the link was made."""
        return clean_line(self.cleaned_data["passphrase"])
