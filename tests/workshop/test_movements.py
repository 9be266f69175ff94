"""What moved a submission: the reasons that are told add up to the movement."""

from __future__ import annotations

import pytest

from questionnaire.bank.content import Content
from questionnaire.bank.lint_personas import score_persona
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.workshop.movements import MOST_PARTS, movement
from tests.bank.banks import shipped


def weighed(content: Content, question: str, **weight: float) -> Content:
    """The content with one question's weight changed."""
    raw = content.model_dump(by_alias=True)
    for category in raw["categories"]:
        for one in category["questions"]:
            if one["key"] == question:
                one["weight"] = weight
    return Content.model_validate(raw)


@pytest.mark.parametrize("persona", ["almendra-speech", "petrel-maritime"])
def test_the_reasons_add_up_to_the_movement(persona: str) -> None:
    before = shipped()
    after = weighed(before, "funding-secured", funding=5)
    [one] = [one for one in before.personas if one.key == persona]
    moved = movement(
        *(score_persona(compile_rubric(content.document()), one) for content in (before, after))
    )
    told = [part for part in moved.parts if part.on == "funding"]
    assert len(told) == MOST_PARTS + 1
    assert told[-1].key == ""
    assert sum(part.points or 0 for part in told) == pytest.approx(
        dict(moved.points)["funding"], abs=0.7
    )
