"""A review as it is written: scores, confidence, comments; nothing here saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import MOST_TEXT, clean_text
from questionnaire.review.models import Review
from questionnaire.review.reviewing.actions import Said
from questionnaire.review.reviewing.page import Commented, CommentedCategory
from questionnaire.review.sums import LOWEST, Criterion

ABSTAIN = "-"
SURE = tuple(str(number) for number in range(1, 6))


class Comment(forms.CharField):
    """A comment as it is stored."""

    widget = forms.Textarea

    def __init__(self) -> None:
        super().__init__(required=False, max_length=MOST_TEXT, strip=True)

    def clean(self, value: Any) -> str:
        return clean_text(super().clean(value))


class Score(forms.ChoiceField):
    """A score of a criterion, or that one abstains; nothing yet is a choice too."""

    def __init__(self, top: int) -> None:
        numbers = [(str(number), str(number)) for number in range(LOWEST, top + 1)]
        super().__init__(choices=[*numbers, (ABSTAIN, ABSTAIN)], required=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """A question with the two fields of its comments."""

    question: Commented
    internal: BoundField
    shared: BoundField


class ReviewForm(forms.Form):
    """criteria: of the rubric that the page shows; questions: keys of those that may be commented.

    submitting: whether everything has to be there.
    """

    confidence = forms.ChoiceField(choices=[(one, one) for one in SURE], required=False)
    conflict = forms.BooleanField(
        required=False,
        label=gettext_lazy("I abstain as a whole: I have a conflict of interest"),
    )
    internal = Comment()
    shared = Comment()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        review: Review,
        criteria: Sequence[Criterion],
        questions: Sequence[str] = (),
        submitting: bool = False,
    ) -> None:
        super().__init__(data, initial=_initial(review))
        self.review, self.criteria, self.questions = review, criteria, questions
        self.submitting = submitting
        for one in criteria:
            self.fields[f"score-{one.key}"] = Score(one.top)
        for key in questions:
            self.fields[f"internal-{key}"], self.fields[f"shared-{key}"] = Comment(), Comment()

    @property
    def scales(self) -> Iterator[tuple[Criterion, Any, list[str]]]:
        """Each criterion with its field and its scores."""
        for one in self.criteria:
            yield one, self[f"score-{one.key}"], [str(n) for n in range(LOWEST, one.top + 1)]

    def beside(self, categories: Iterable[CommentedCategory]) -> list[tuple[str, list[Beside]]]:
        """The questions by category, each with its two fields."""
        return [
            (
                category.name,
                [
                    Beside(one, self[f"internal-{one.key}"], self[f"shared-{one.key}"])
                    for one in category.questions
                ],
            )
            for category in categories
        ]

    def clean(self) -> dict[str, Any]:
        """Whatever is missing is said where it is missing."""
        said: dict[str, Any] = super().clean() or {}
        if self.submitting and not said.get("conflict"):
            for one in self.criteria:
                if not said.get(f"score-{one.key}") and f"score-{one.key}" not in self.errors:
                    self.add_error(
                        f"score-{one.key}",
                        _("%(criterion)s: give a score, or abstain.") % {"criterion": one.name},
                    )
            if not said.get("confidence") and "confidence" not in self.errors:
                self.add_error("confidence", _("Say how sure you are."))
        return said

    def said(self) -> Said:
        """What was said. Comments on questions that the page does not show (any more) stay."""
        values = self.cleaned_data
        sure = values["confidence"]
        scores = {one.key: values[f"score-{one.key}"] for one in self.criteria}
        return Said(
            scores={
                key: None if score == ABSTAIN else int(score)
                for key, score in scores.items()
                if score
            },
            confidence=int(sure) if sure else None,
            conflict=values["conflict"],
            internal=self._comments("internal", self.review.internal),
            shared=self._comments("shared", self.review.shared),
        )

    def _comments(self, part: str, before: dict[str, str]) -> dict[str, str]:
        told = {"": self.cleaned_data[part]}
        told |= {key: self.cleaned_data[f"{part}-{key}"] for key in self.questions}
        return {key: text for key, text in (before | told).items() if text}


def _initial(review: Review) -> dict[str, Any]:
    scores = {key: ABSTAIN if one is None else str(one) for key, one in review.scores.items()}
    return {
        "confidence": str(review.confidence or ""),
        "conflict": review.conflict,
        "internal": review.internal.get("", ""),
        "shared": review.shared.get("", ""),
        **{f"score-{key}": score for key, score in scores.items()},
        **{f"internal-{key}": text for key, text in review.internal.items() if key},
        **{f"shared-{key}": text for key, text in review.shared.items() if key},
    }
