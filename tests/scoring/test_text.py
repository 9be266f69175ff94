"""The terminal's text, and the sum behind one number."""

from __future__ import annotations

import pytest

from questionnaire.scoring.explain import explain, keys
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.text import WIDTH, render
from questionnaire.scoring.words import WORDS, words
from tests.scoring.banks import follow_ups, sheet
from tests.scoring.goldens import card_of, rubric, shipped

PERSONA = shipped().personas[0]
CARD, DOCUMENT = card_of(PERSONA), shipped().document()


def test_every_language_has_every_word() -> None:
    assert {language: sorted(words(language)) for language in WORDS} == {
        language: sorted(WORDS["en"]) for language in WORDS
    }
    assert words("xx") is WORDS["en"]


@pytest.mark.parametrize("language", ["en", "es", "de", "xx"])
@pytest.mark.parametrize("depth", list(Depth))
def test_text_is_narrow_and_names_all_paths(language: str, depth: Depth) -> None:
    text = render(CARD if depth is Depth.FULL else score(rubric(), {}, depth), DOCUMENT, language)
    lines = text.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert text.endswith("\n")
    said = " ".join(text.split())
    for path in DOCUMENT["paths"]:
        assert path["name"].get(language, path["name"]["en"]) in said


def test_text_of_a_small_sheet_is_what_it_says() -> None:
    text = render(score(follow_ups(), sheet(route="shut", first="b"), Depth.LIVE), SMALL)
    assert text.splitlines()[:9] == [
        "Edition small, scoring 3",
        "2 of 3 answered",
        "",
        "Postures",
        "--------",
        "  Funding       100  [62, 100]  firm, evidenced 0, 1 of 2 answered",
        "  Community     100  [100, 100]  firm, evidenced 0, 1 of 1 answered",
        "  Safety          -  [0, 100]  too few answers to say, evidenced -, 0 of 0",
        "    answered",
    ]


SMALL = {
    "languages": ["en"],
    "categories": [],
    "paths": [
        {"key": key, "name": {"en": key}, "requirements": []}
        for key in ("closed", "gated", "weights", "open")
    ],
}


@pytest.mark.parametrize("key", keys(CARD))
def test_everything_can_be_explained(key: str) -> None:
    for language in WORDS:
        assert explain(CARD, key, DOCUMENT, language)


def test_explained_sums_end_in_the_number() -> None:
    card = score(follow_ups(), sheet(route="shut", first="b"), Depth.LIVE)
    assert explain(card, "funding", SMALL) == (
        " 100.00 of 100.00  first\n 100.00  sum [62.5, 100.0]\n"
    )
    assert explain(card, "lean", SMALL) == (
        " -66.67  route\n -33.33  first\n-100.00  sum [-100.0, -100.0]\n"
    )
    assert explain(card, "ghost", SMALL) is None
