"""Texts in one language, with the main language standing in visibly."""

from __future__ import annotations

import pytest

from questionnaire.bank.localising import localise
from questionnaire.bank.wording import LocalEdition, Phrase
from tests.bank.banks import changed, shipped, small


def spanish(place: str, text: str) -> LocalEdition:
    return localise(changed(f"{place}.es", text).document(), "es")


def told(phrase: Phrase | None) -> tuple[str, str, bool]:
    assert phrase is not None
    return str(phrase), phrase.lang, phrase.fallback


def test_a_translated_text_is_in_its_language() -> None:
    edition = spanish("categories.0.questions.1.ask", "¿Qué base?")
    assert told(edition.question("base").ask) == ("¿Qué base?", "es", False)


def test_a_missing_text_falls_back_to_the_main_language_and_says_so() -> None:
    edition = spanish("title", "Edición")
    assert told(edition.title) == ("Edición", "es", False)
    assert told(edition.question("base").ask) == ("base?", "en", True)
    assert told(edition.option("base", "weak").next) == ("Get better.", "en", True)


def test_the_article_speaks_its_own_language() -> None:
    content = changed("categories.0.questions.1.article", {"es": "¿De dónde viene?"})
    assert told(localise(content.document(), "en").question("base").article) == (
        "¿De dónde viene?", "es", True,
    )  # fmt: skip


def test_everything_is_found_by_its_key() -> None:
    edition = localise(small().document(), "en")
    assert [
        edition.category("funding").name,
        edition.question("runway").number.unit,  # type: ignore[union-attr]
        edition.path("free").first_90_days[1],
        edition.path("free").presupposes["people"],
        edition.requirement("free", "fits"),
        edition.argument("free", "own-words"),
        edition.tension("open-but-weak").why,
        edition.action("get-strong").done_when,
        edition.milestone("funded").evidence,
        edition.reversal_line("gone").text,
        edition.fact("D1.1").text,
    ] == [
        "Funding", "months", "Go on.", "Few", "It fits.", "You said so.", "It breaks.",
        "You are.", "Money in the bank", "What is out is out.", "It is so.",
    ]  # fmt: skip
    with pytest.raises(KeyError):
        edition.question("none")


def test_a_number_says_its_step_and_the_next_steps() -> None:
    number = localise(small().document(), "en").question("runway").number
    assert number is not None
    assert number.step == "1"
    assert [(one.next, one.applies(23), one.applies(24)) for one in number.steps] == [
        ("Raise money.", True, False)
    ]


def test_the_shipped_edition_is_whole_in_each_of_its_languages() -> None:
    for language in shipped().languages:
        edition = localise(shipped().document(), language)
        asked = [one.ask for one in edition.questions.values()]
        assert {phrase.lang for phrase in asked} == {language}
