"""The name under which a what-if is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import clean_line
from questionnaire.bare_form import BareForm
from questionnaire.report.what_if.models import MOST_NAME


class NameForm(BareForm):
    """What a scenario is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the scenario"),
        max_length=MOST_NAME,
        help_text=gettext_lazy("Such as: With a second customer."),
        error_messages={"required": gettext_lazy("Write a name for the scenario.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """The name on one line, without what nobody can see."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name for the scenario."))
        if len(name) > MOST_NAME:  # some characters are stored as several
            raise forms.ValidationError(
                _("This name is too long; write at most %(most)d characters.") % {"most": MOST_NAME}
            )
        return name


class KeepForm(NameForm):
    """The same beside the form of the changed answers, which it is sent with."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["name"].widget.attrs["form"] = "what-if-form"
