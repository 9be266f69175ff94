"""What founders are asked for; nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import clean_text
from questionnaire.bare_form import BareForm

MOST_ASKED = 2000


class ChangesForm(BareForm):
    """What is asked, and about which question. questions: (category, [(key, question)])."""

    words = forms.CharField(
        label=gettext_lazy("What do you ask the founders for?"),
        help_text=gettext_lazy("Their owners get it by mail, and it stands on their page."),
        widget=forms.Textarea({"rows": 3}),
        max_length=MOST_ASKED,
        error_messages={"required": gettext_lazy("Write what you ask for.")},
    )
    question = forms.ChoiceField(
        label=gettext_lazy("About which question (optional)"), required=False
    )

    def __init__(
        self, *given: Any, questions: Sequence[tuple[str, list[tuple[str, str]]]], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.fields["question"].choices = [("", _("about no single question")), *questions]  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        """As it is stored; what nobody can see is nothing."""
        words = clean_text(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError(_("Write what you ask for."))
        return words
