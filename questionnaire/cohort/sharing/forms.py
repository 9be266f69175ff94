"""What is shared with a cohort, and the tick before leaving it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy

from questionnaire.assessment.forms import bare_helper


class ShareForm(forms.Form):
    """The categories that are shared; none is a choice too."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Share these categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["categories"].choices = choices  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page brings the form tag, the token and the button."""
        return bare_helper(self)


class LeaveForm(forms.Form):
    """Leaving cannot be undone by the venture alone, so it is ticked first."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, leave this cohort"),
        error_messages={"required": gettext_lazy("Nothing was changed. Tick this to leave.")},
    )

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page brings the form tag, the token and the button."""
        return bare_helper(self)
