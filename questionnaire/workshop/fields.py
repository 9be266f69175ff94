"""How authored values are typed in: a text per language, strict JSON; each checked at once."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from questionnaire.scoring.answers import parse
from questionnaire.workshop.access import told

HELP = {
    "facts": _('The ids of facts, such as ["D4.1"].'),
    "weight": _(
        'How much it counts for each posture, such as {"funding": 2}; 1 where nothing is said.'
    ),
    "number": _(
        "Of a number: unit, minimum, maximum, decimals; curves give points 0 to 4 per posture at "
        "rising values; steps say what to do below or above a mark."
    ),
    "points_on": _(
        'Other points where a route was declared, such as {"closed": {"community": 3}}.'
    ),
    "pull": _(
        'Points of fit, -20 to 20, that the answer adds to single paths, such as {"hosted-api": 5}.'
    ),
    "presupposes": _("What a path needs in money, people and time, each a text per language."),
    "first_90_days": _("A list of steps, each a text per language."),
    "lifts": _('The questions whose answers this would better, such as ["funding-runway"].'),
    "actions": _('The actions that help, such as ["second-source"].'),
    "months": _("From and to, such as [3, 6]."),
    "money": _("Million USD, from and to, such as [0.1, 10]; nothing where it takes none."),
    "sources": _("Where its history is documented: a list of addresses."),
    "answers": _('By question, such as {"funding-runway": {"value": 12}}.'),
    "expect": _("The path, bands, contradictions and actions that it should come to."),
    "languages": _('Codes, the language it is written in first, such as ["en", "es"].'),
    "rules": _("The numbers that scoring goes by; the page on method shows them in words."),
    "compute": _("Prices, hardware and ranges that estimates go by."),
}
"""Column -> what to write there; conditions have their own way of help."""


class TextsWidget(forms.MultiWidget):
    """One small text area per language of the site, each under the language's name."""

    template_name = "workshop/texts_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.Textarea({"rows": 2, "cols": 60, "lang": code})
            for code, _name in settings.LANGUAGES
        }
        super().__init__(boxes, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = (language for _code, language in settings.LANGUAGES)
        for box, language in zip(context["widget"]["subwidgets"], names, strict=True):
            box["language"] = language
            box["attrs"]["rows"] = min(9, 2 + len(box["value"] or "") // 30)  # all of it is seen
        return context

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
            raise ValidationError([told(fault.line) for fault in faults], code="strict")
        return found

    def prepare_value(self, value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        line = json.dumps(value, ensure_ascii=False)
        return line if len(line) < 100 else json.dumps(value, ensure_ascii=False, indent=1)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data
