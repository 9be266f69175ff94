"""Forms of the bank's rows: every column is checked as content.py would, before it is saved."""

from __future__ import annotations

from typing import Any

import pydantic
from django import forms
from django.conf import settings

from questionnaire.bank import content, models
from questionnaire.bank.content import Condition
from questionnaire.bank.rows import raw_content
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.scoring.condition_check import check_condition

CONTENT: dict[str, type[content.Value]] = {
    "Edition": content.Content,
    "Category": content.Category,
    "Question": content.Question,
    "Option": content.Option,
    "Path": content.Path,
    "Requirement": content.Requirement,
    "Argument": content.Argument,
    "Tension": content.Tension,
    "Action": content.Action,
    "Milestone": content.Milestone,
    "ReversalLine": content.ReversalLine,
    "Fact": content.Fact,
    "Persona": content.Persona,
}
"""Model -> the content class whose fields its columns are."""
CONDITIONS = ("when", "show_when")


def is_text(model: type, name: str) -> bool:
    """Whether a column holds a text per language."""
    field = CONTENT[model.__name__].model_fields.get(name)
    return field is not None and field.annotation in (content.Text, content.Text | None)


class RowForm(forms.ModelForm):
    """Checks each column by the content class, and conditions against the whole draft."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        model = self._meta.model
        for name in [one for one in said if one in CONTENT[model.__name__].model_fields]:
            if is_text(model, name):
                said[name] = self._with_other_languages(name, said[name])
            elif said[name] == "" and model._meta.get_field(name).null:
                said[name] = None
            self._check(name, said[name])
        for name in CONDITIONS:
            if said.get(name) and name not in self.errors:
                self._check_condition(name, said[name])
        return said

    def _with_other_languages(self, name: str, texts: Any) -> Any:
        """Languages that the site does not offer keep their text."""
        shown = {code for code, _name in settings.LANGUAGES}
        before = getattr(self.instance, name, None) or {}
        kept = {code: text for code, text in before.items() if code not in shown}
        return {**kept, **texts} if texts or kept else texts

    def _check(self, name: str, value: Any) -> None:
        field = CONTENT[self._meta.model.__name__].model_fields[name]
        if value is None and (not field.is_required() or name == "key"):
            if field.default is not None and not self.fields[name].required:
                self.cleaned_data[name] = field.get_default(call_default_factory=True)
            return
        annotated: Any = field.annotation
        adapter = pydantic.create_model("Column", **{name: (annotated, field)})  # type: ignore[call-overload]
        try:
            adapter.model_validate({field.alias or name: value})
        except pydantic.ValidationError as error:
            for fault in shape_faults(error, {name: value}, FileOf({}, ())):
                self.add_error(name, f"{fault.key}: {fault.problem}; {fault.mend}")

    def _check_condition(self, name: str, value: Any) -> None:
        draft = self._draft()
        if draft is None:
            return
        before = self.cleaned_data.get("key") or self.instance.key if name == "show_when" else None
        adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(Condition)
        condition = adapter.dump_python(
            adapter.validate_python(value), mode="json", by_alias=True, exclude_none=True
        )
        for fault in check_condition(condition, _as_saved(draft), place=name, before=before):
            self.add_error(name, str(fault))

    def _draft(self) -> models.Edition | None:
        """The edition that the row belongs to, or will."""
        for source in (self.cleaned_data.get, lambda name: getattr(self.instance, name, None)):
            for name in ("edition", "category", "path"):
                try:
                    parent = source(name)
                except (models.Edition.DoesNotExist, AttributeError):
                    continue
                if parent is not None:
                    return parent if isinstance(parent, models.Edition) else parent.edition
        return None


def _as_saved(draft: models.Edition) -> dict[str, Any]:
    """The draft's rows, read once for all forms of a page: they share the edition's object."""
    if not hasattr(draft, "_as_saved"):
        draft._as_saved = raw_content(draft)  # type: ignore[attr-defined]
    found: dict[str, Any] = draft._as_saved  # type: ignore[attr-defined]
    return found


class PublishForm(forms.Form):
    """What an editor says when publishing."""

    note = forms.CharField(widget=forms.Textarea({"rows": 4, "cols": 80}), max_length=5000)
