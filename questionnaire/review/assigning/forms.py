"""The rule by which reviewers are spread over ventures; nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.bare_form import BareForm
from questionnaire.people.models import STAGE_WORDS


class RuleForm(BareForm):
    """reviewers: who may be asked; ticked: those of them who are to begin with; paths: (key, name)
    of the cohort's edition."""

    each = forms.IntegerField(
        label=gettext_lazy("Reviewers for each venture"), min_value=1, max_value=10, initial=2
    )
    room = forms.IntegerField(
        label=gettext_lazy("At most so many new ventures for each reviewer (optional)"),
        required=False, min_value=1, max_value=10_000,
    )  # fmt: skip
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    path = forms.ChoiceField(label=gettext_lazy("Recommended path"), required=False)
    reviewers = forms.MultipleChoiceField(
        label=gettext_lazy("Reviewers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one reviewer.")},
    )

    def __init__(
        self,
        *given: Any,
        reviewers: Sequence[tuple[int, str]],
        ticked: Sequence[int],
        paths: Sequence[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.fields["reviewers"].choices = [(str(pk), name) for pk, name in reviewers]  # type: ignore[attr-defined]
        self.fields["reviewers"].initial = [str(pk) for pk in ticked]
        self.fields["stage"].choices = [("", _("Any stage")), *STAGE_WORDS.items()]  # type: ignore[attr-defined]
        self.fields["path"].choices = [("", _("Any path")), *paths]  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[int]:
        """Who may be asked."""
        return [int(pk) for pk in self.cleaned_data["reviewers"]]
