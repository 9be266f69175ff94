"""What is shared with a cohort, part by part, and the tick before leaving it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.bare_form import BareForm
from questionnaire.cohort.disclosure import NOTHING, PARTS, Disclosure
from questionnaire.vocabulary import CONSENT_VERSION


@dataclass(frozen=True, slots=True)
class Tick:
    """One box of the table: a part of a category."""

    part: str
    word: str
    id: str
    key: str
    ticked: bool
    wrong: bool


class Ticks(forms.MultipleChoiceField):
    """The categories of one part."""

    widget = forms.CheckboxSelectMultiple


class TickForm(BareForm):
    """Category by category: scores, answers, notes, evidence; and the path. Nothing is a choice
    too."""

    path = forms.BooleanField(label=gettext_lazy("The recommended path"), required=False)
    scores = Ticks(label=gettext_lazy("Scores"), required=False)
    answers = Ticks(label=gettext_lazy("Answers"), required=False)
    notes = Ticks(label=gettext_lazy("Notes"), required=False)
    evidence = Ticks(label=gettext_lazy("Evidence"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Sequence[tuple[str, str]],
        shared: Disclosure = NOTHING,
        initial: dict[str, Any] | None = None,
    ) -> None:
        ticked = {part: sorted(getattr(shared, part)) for part in PARTS}
        super().__init__(data, initial={"path": shared.path, **ticked, **(initial or {})})
        self.choices = choices
        for part in PARTS:
            self.fields[part].choices = choices  # type: ignore[attr-defined]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The heads of the table: where an error leads, and the word."""
        return [(self[part].auto_id, str(self.fields[part].label)) for part in PARTS]

    @property
    def rows(self) -> Iterator[tuple[str, list[Tick]]]:
        """The table: each category with its four boxes."""
        wrong = {part: bool(self[part].errors) for part in PARTS}
        for place, (key, name) in enumerate(self.choices):
            yield name, [
                Tick(
                    part, str(self.fields[part].label), f"id_{part}_{place}", key,
                    key in (self[part].value() or ()), wrong[part],
                )
                for part in PARTS
            ]  # fmt: skip

    @property
    def disclosure(self) -> Disclosure:
        """What was ticked."""
        said = self.cleaned_data
        return Disclosure(path=said["path"], **{part: frozenset(said[part]) for part in PARTS})

    def clean(self) -> dict[str, Any]:
        """A part that says nothing alone is never widened and never dropped: it is asked about."""
        said: dict[str, Any] = super().clean() or {}
        if all(part in said for part in PARTS):
            for part, category in self.disclosure.lacking:
                self.add_error(part, self._lacks(part, category))
        return said

    def _lacks(self, part: str, category: str) -> str:
        name = dict(self.choices)[category]
        if part == "answers":
            return _("%(category)s: its answers give its scores away. Tick the scores too.") % {
                "category": name
            }
        return _("%(category)s: notes and evidence stand beside answers. Tick the answers too.") % {
            "category": name
        }


class ShareForm(TickForm):
    """What a venture shares. text_version: which words stood on the page; knowing: that it was said
    what is required and withheld; required: the categories that the cohort requires."""

    text_version = forms.IntegerField(
        required=False, initial=CONSENT_VERSION, widget=forms.HiddenInput
    )
    knowing = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, required: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        self.required, self.withholds = required, False

    def clean(self) -> dict[str, Any]:
        """As above; and whoever shares something has read today's words."""
        said = super().clean()
        if self.disclosure_known and said.get("text_version") != CONSENT_VERSION:
            self.add_error(None, _("The words of this page were changed. Read them once more."))
        if self.disclosure_known and not said.get("knowing"):
            self._ask_about_required(said.get("scores", ()))
        return said

    def _ask_about_required(self, scores: Sequence[str]) -> None:
        """Whoever withholds what the cohort requires is asked once whether that is meant; it stays
        theirs to withhold."""
        names = [name for key, name in self.choices if key in self.required and key not in scores]
        if names:
            self.withholds = True
            self.add_error(
                None,
                _("This cohort requires what you do not share: %(names)s. Tick it, or share the "
                  "rest all the same; the cohort’s page then says “required, not shared”.")
                % {"names": ", ".join(names)},
            )  # fmt: skip

    @property
    def disclosure_known(self) -> bool:
        """Whether anything was ticked; taking everything back needs no words."""
        return any(self.cleaned_data.get(name) for name in ("path", *PARTS))


class LeaveForm(BareForm):
    """Leaving cannot be undone by the venture alone, so it is ticked first."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, leave this cohort"),
        error_messages={"required": gettext_lazy("Nothing was changed. Tick this to leave.")},
    )
