"""How authored values are typed in: a text per language, strict JSON; each checked at once."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from questionnaire.scoring.answers import parse


class TextsWidget(forms.MultiWidget):
    """One small text area per language of the site."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.Textarea(
                {"rows": 2, "cols": 60, "lang": code, "aria-label": name, "placeholder": name}
            )
            for code, name in settings.LANGUAGES
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        said = value if isinstance(value, dict) else {}
        return [said.get(code, "") for code in self.codes]


class TextsField(forms.MultiValueField):
    """A text in several languages, as ``{language: text}``; empty languages are left out."""

    def __init__(self, **options: Any) -> None:
        for name in ("encoder", "decoder", "max_length"):
            options.pop(name, None)
        self.codes = [code for code, _name in settings.LANGUAGES]
        boxes = [forms.CharField(required=False) for _code in self.codes]
        options["widget"] = TextsWidget()
        super().__init__(boxes, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> dict[str, str] | None:
        said = dict(zip(self.codes, data_list or [], strict=False))
        return {code: text for code, text in said.items() if text} or None


class StrictJson(forms.JSONField):
    """JSON without duplicate keys, NaN or deep nesting, shown readably."""

    default_error_messages = {"strict": _("%(problem)s; %(mend)s")}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return value
        found, faults = parse(value)
        if faults:
            raise ValidationError([str(fault) for fault in faults], code="strict")
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        line = json.dumps(value, ensure_ascii=False)
        return line if len(line) < 100 else json.dumps(value, ensure_ascii=False, indent=1)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data
