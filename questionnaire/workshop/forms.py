"""Forms of the bank's rows: every column is checked as content.py would, before it is saved."""

from __future__ import annotations

import json
from typing import Any

import pydantic
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext

from questionnaire.bank import content, models
from questionnaire.bank.condition_reading import condition_faults
from questionnaire.bank.kinds import HOLDERS, KINDS, edition_of
from questionnaire.bank.rows import raw_content
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.scoring.faults import whole
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.access import told
from questionnaire.workshop.fields import TextsField

CONTENT: dict[str, type[content.Value]] = {
    "Edition": content.Content,
    **{kind.model.__name__: kind.value for kind in KINDS.values()},
}
"""Model -> the content class whose fields its columns are."""
CONDITIONS = ("when", "show_when")
MOST_NOTE = 5000
"""Characters of a change note."""


def is_text(model: type, name: str) -> bool:
    """Whether a column holds a text per language."""
    field = CONTENT[model.__name__].model_fields.get(name)
    return field is not None and field.annotation in (content.Text, content.Text | None)


class RowForm(forms.ModelForm):
    """Checks each column by the content class, and conditions against the whole draft."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        held = [name for name in CONDITIONS if name in self.fields]
        draft = self._saved_in() if held else None
        if draft is not None:
            for name in held:
                self._check_while_typing(name, draft)

    def _check_while_typing(self, name: str, draft: models.Edition) -> None:
        """The words of a condition beneath it, and the way to where it is built test by test."""
        field, kind = self.fields[name], self._meta.model._meta.model_name
        asked = self.add_prefix(name)
        field.widget.attrs |= {
            "hx-post": reverse("desk-told", args=[draft.pk]),
            "hx-trigger": "focus once, input changed delay:400ms",
            "hx-target": f"#told-{asked}",
            "hx-params": f"{asked},field,before,csrfmiddlewaretoken",
            "hx-vals": json.dumps({"field": asked, "before": self.instance.key}),
        }
        field.help_text = format_html(
            '<span id="told-{}" class="told" aria-live="polite"></span> <a href="{}">{}</a>',
            asked,
            reverse("desk-condition", args=[kind, self.instance.pk]),
            gettext("Build and check it test by test (save this page first)"),
        )

    def _saved_in(self) -> models.Edition | None:
        """The draft in which the row stands already."""
        if self.instance.pk is None:
            return None
        edition = edition_of(self.instance)
        return edition if edition and edition.status == EditionStatus.DRAFT else None

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
                self.add_error(name, told(whole(fault.key, fault.problem, fault.mend)))

    def _check_condition(self, name: str, value: Any) -> None:
        draft = self._draft()
        if draft is None:
            return
        before = self.cleaned_data.get("key") or self.instance.key if name == "show_when" else None
        for fault in condition_faults(value, _as_saved(draft), place=name, before=before):
            self.add_error(name, told(fault))

    def _draft(self) -> models.Edition | None:
        """The edition that the row belongs to, or will."""
        chosen = (self.cleaned_data.get(name) for name in HOLDERS)
        return edition_of(next(filter(None, chosen), self.instance))


def _as_saved(draft: models.Edition) -> dict[str, Any]:
    """The draft's rows, read once for all forms of a page: they share the edition's object."""
    if not hasattr(draft, "_as_saved"):
        draft._as_saved = raw_content(draft)  # type: ignore[attr-defined]
    found: dict[str, Any] = draft._as_saved  # type: ignore[attr-defined]
    return found


class PublishForm(forms.Form):
    """What an editor says when publishing."""

    note = TextsField(required=False)

    def __init__(self, *given: Any, language: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.language = language

    def clean_note(self) -> dict[str, str]:
        """In the edition's own language at least, which stands in for the others."""
        said: dict[str, str] = self.cleaned_data["note"] or {}
        if not said.get(self.language, "").strip():
            name = get_language_info(self.language)["name_translated"]
            raise forms.ValidationError(
                gettext("Write it in %(language)s; whoever reads no other here will see that.")
                % {"language": name}
            )
        if max(len(text) for text in said.values()) > MOST_NOTE:
            raise forms.ValidationError(
                gettext("At most %(number)s characters in each language.") % {"number": MOST_NOTE}
            )
        return said
