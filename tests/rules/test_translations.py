"""Every message of the source is translated, whole, into every language of the site."""

from __future__ import annotations

import re

import polib
import pytest

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
