"""Forms of the bank's rows: every column is checked as content.py would, before it is saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pydantic
from django import forms
from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext

from questionnaire.bank import content, models
from questionnaire.bank.condition_reading import condition_faults
from questionnaire.bank.kinds import HOLDERS, KINDS, edition_of
from questionnaire.bank.plain import Text, Value
from questionnaire.bank.references import faults_of, keys_of, named
from questionnaire.bank.rows import raw_content
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.scoring.faults import whole
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.access import told
from questionnaire.workshop.fields import TextsField
from questionnaire.workshop.merging import merge, read_shown

CONTENT: dict[str, type[Value]] = {
    "Edition": content.Content,
    **{kind.model.__name__: kind.value for kind in KINDS.values()},
}
"""Model -> the content class whose fields its columns are."""
CONDITIONS = ("when", "show_when")
SHOWN = "_shown"
"""The field in which a page carries what its rows held when it was shown."""
MOST_NOTE = 5000
"""Characters of a change note."""


def is_text(model: type, name: str) -> bool:
    """Whether a column holds a text per language."""
    field = CONTENT[model.__name__].model_fields.get(name)
    return field is not None and field.annotation in (Text, Text | None)


class RowForm(forms.ModelForm):
    """Checks each column by the content class, and conditions against the whole draft."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.met: dict[str, Any] = {}
        """What somebody else wrote meanwhile where this editor wrote too, by column."""
        if "place" in self.fields:
            self._place_at_the_end()
        held = [name for name in CONDITIONS if name in self.fields]
        draft = self._saved_in() if held else None
        if draft is not None:
            for name in held:
                self._check_while_typing(name, draft)

    def _place_at_the_end(self) -> None:
        """Who says no place for a new row wants it after the others."""
        field = self.fields["place"]
        field.required = False
        if self.instance.pk is None:
            field.initial = None
            self.initial["place"] = None
            field.help_text = gettext("Empty: at the end.")

    def _next_place(self, said: Mapping[str, Any]) -> int:
        """Where the row stands, or after all that stand there."""
        if self.instance.pk is not None:
            return int(self.instance.place)
        around = siblings(self.instance, said)
        last = around.aggregate(last=Max("place"))["last"] if around is not None else None
        return 0 if last is None else last + 1

    def shown(self) -> dict[str, Any]:
        """What the row holds now, by column, as a page carries it along."""
        columns = {field.name for field in self.instance._meta.local_concrete_fields}
        return {
            name: getattr(self.instance, name)
            for name in self.fields
            if name in columns and not self.instance._meta.get_field(name).is_relation
        }

    def typed_over_what_was_shown(self) -> bool:
        """Whether the form says other than its page had shown; yes where that is not known."""
        page = read_shown(self.data.get(SHOWN, "")).get(self.row_name)
        if page is None:
            return True
        said = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
            if name in page
        }
        return any(self.fields[name].has_changed(page[name], value) for name, value in said.items())

    @property
    def row_name(self) -> str:
        """How a page names the row."""
        return row_name(self.instance)

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
        if said.get("place", 0) is None:
            said["place"] = self._next_place(said)
        model = self._meta.model
        for name in [one for one in said if one in CONTENT[model.__name__].model_fields]:
            if is_text(model, name):
                said[name] = self._with_other_languages(name, said[name])
            elif said[name] == "" and model._meta.get_field(name).null:
                said[name] = None
            self._check(name, said[name])
        self._merge(said)
        for name in CONDITIONS:
            if said.get(name) and name not in self.errors:
                self._check_condition(name, said[name])
        self._check_references(said)
        if said.get("key") and self.instance.pk and said["key"] != self.instance.key:
            self._check_key(said["key"])
        return said

    def _merge(self, said: dict[str, Any]) -> None:
        """Keep what somebody else wrote meanwhile, and ask where both wrote."""
        page = read_shown(self.data.get(SHOWN, "")).get(self.row_name, {})
        now = self.shown()
        for name in [one for one in said if one in page and one in now]:
            found = merge(page[name], said[name], now[name])
            said[name] = found.value
            if found.conflict:
                self.met[name] = now[name]
                self.add_error(name, _meanwhile(now[name]))

    def _check_key(self, key: str) -> None:
        around = siblings(self.instance, {})
        if around is not None and around.filter(key=key).exists():
            self.add_error("key", gettext("Another one here has this key already."))

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

    def _check_references(self, said: dict[str, Any]) -> None:
        """What this editor wrote names what the draft has. What stood there before keeps nobody
        from saving the rest: lint tells of it."""
        wrote = [one for one in self.changed_data if one in said and one not in self.errors]
        there = [(name, one) for name in wrote for one in named(name, said[name]) if one.keys]
        draft = self._draft() if there else None
        if draft is None:
            return
        raw = _as_saved(draft)
        known = keys_of(raw, [one["key"] for one in raw["personas"]])
        for name, one in there:
            for fault in faults_of([one], known):
                self.add_error(name, told(fault.line))

    def _draft(self) -> models.Edition | None:
        """The edition that the row belongs to, or will."""
        chosen = (self.cleaned_data.get(name) for name in HOLDERS)
        return edition_of(next(filter(None, chosen), self.instance))


def row_name(row: Any) -> str:
    """How a page names one of its rows."""
    return f"{row._meta.model_name}:{row.pk}"


def siblings(row: Any, said: Mapping[str, Any]) -> QuerySet[Any] | None:
    """The other rows of a row's holder, which it has or which was chosen; None without one."""
    column = next((name for name in HOLDERS if hasattr(row, f"{name}_id")), "")
    holder = said.get(column) or (getattr(row, column) if getattr(row, f"{column}_id", 0) else None)
    if holder is None or holder.pk is None:
        return None
    return type(row)._default_manager.filter(**{column: holder}).exclude(pk=row.pk)


def _meanwhile(stands: Any) -> str:
    if isinstance(stands, dict):
        said = "; ".join(f"{key}: {value}" for key, value in stands.items())
    else:
        said = str(stands if stands not in (None, "") else gettext("nothing"))
    return gettext(
        "Somebody else changed this meanwhile. It says now: %(said)s. What you typed stands here; "
        "save again to put it in its place."
    ) % {"said": said}


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
