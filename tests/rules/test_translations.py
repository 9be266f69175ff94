"""Every message of the source is translated, whole, into every language of the site."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import polib
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

import questionnaire
from tests.harness.messages import LANGUAGES, Key, catalogue, messages

PLACE = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]")


@pytest.fixture(scope="module")
def wanted() -> set[Key]:
    return set(messages())


def entries(language: str) -> dict[Key, polib.POEntry]:
    return {
        (one.msgctxt or "", one.msgid, one.msgid_plural or ""): one for one in catalogue(language)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str, wanted: set[Key]) -> None:
    known = entries(language)
    missing = [key[1] for key in sorted(wanted) if key not in known or not known[key].translated()]
    assert missing == [], "run ./run fmt, then translate what is empty in questionnaire/locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over_or_fuzzy(language: str, wanted: set[Key]) -> None:
    known = entries(language)
    assert sorted(set(known) - wanted) == []
    assert [one.msgid for one in known.values() if one.fuzzy or one.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    wrong = []
    for one in entries(language).values():
        full = [one.msgstr_plural[1], one.msgid_plural] if one.msgid_plural else []
        for said, meant in [
            (one.msgstr or one.msgstr_plural.get(0, ""), one.msgid),
            full or ("", ""),
        ]:
            lost = set(PLACE.findall(meant)) ^ set(PLACE.findall(said))
            if said and lost:
                wrong.append((one.msgid, sorted(lost)))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_both_forms_and_ends_are_kept(language: str) -> None:
    wrong = []
    for one in entries(language).values():
        if one.msgid_plural and not all(one.msgstr_plural.get(form) for form in (0, 1)):
            wrong.append(one.msgid)
        said = one.msgstr or one.msgstr_plural.get(0, "")
        if said and one.msgid[-1:] in ".:?" and said[-1:] != one.msgid[-1:]:
            wrong.append(one.msgid)
    assert wrong == []


FORMAL = re.compile(
    r"\busted|(^|[.:!?] |por favor,? )(Introduzca|Ingrese|Asegúrese|Seleccione|Escoja|Elija|"
    r"Compruebe|Corrija|Envíe|Indique|Marque|Rellene|Escriba|Vuelva)\b", re.I,
)  # fmt: skip
"""At a sentence's beginning; within one it may well be somebody else who does it."""
FAMILIAR = re.compile(r"\b(du|dir|dich|dein\w*)\b", re.I)


PARAMS = {"limit_value": 2, "show_value": 3, "max": 2, "length": 3, "value": "x"}


def faults_of_forms() -> Iterator[tuple[str, Any]]:
    """What every form of ours, and each of allauth's that is met, can say is wrong."""
    for one in pkgutil.walk_packages(questionnaire.__path__, "questionnaire."):
        if one.name.endswith("forms"):
            importlib.import_module(one.name)
    waiting = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        for name, field in getattr(form, "base_fields", {}).items():
            where = f"{form.__module__}.{form.__name__}.{name}"
            yield from ((where, said) for said in field.error_messages.values())
            for check in field.validators:
                if (said := getattr(check, "message", None)) is not None:
                    yield where, said


@pytest.mark.parametrize(("language", "other"), [("es", FORMAL), ("de", FAMILIAR)])
def test_a_forms_faults_speak_to_people_as_all_pages_do(
    language: str, other: re.Pattern[str]
) -> None:
    """Spanish says tú, German Sie: in our own words and in Django's."""
    with translation.override(language):
        said = {
            (where, ValidationError(text, params=PARAMS).messages[0])
            for where, text in faults_of_forms()
            if where.startswith(("questionnaire.", "allauth."))
        }
    assert sorted(one for one in said if other.search(one[1])) == []
    assert len(said) > 100
    assert [one.msgid for one in catalogue(language) if other.search(one.msgstr)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_head_is_the_usual_word_with_places_to_break(language: str) -> None:
    known = entries(language)
    narrow = {key[1]: one.msgstr for key, one in known.items() if key[0] == "narrow"}
    usual = {word: known["", word, ""].msgstr for word in narrow}
    assert {word: said.replace("\N{SOFT HYPHEN}", "") for word, said in narrow.items()} == usual
    assert len(narrow) == 5
