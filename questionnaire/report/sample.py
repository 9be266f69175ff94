"""The sample report's venture: one of the edition's own personas, fictitious and really scored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation

from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.models import Persona
from questionnaire.bank.queries import OpenEdition
from questionnaire.report.intake import score_sheet
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Sample:
    """A fictitious venture with its answers."""

    venture: str
    story: str
    sheet: Sheet
    card: dict[str, Any]


def sample_venture(edition: OpenEdition) -> Sample | None:
    """The edition's sample, or None where it has no persona; one query."""
    found = list(Persona.objects.filter(edition_id=edition.id, demo=True).order_by("place"))
    if not found:
        return None
    chosen = edition.document["rules"].get("sample")
    persona = next((one for one in found if one.key == chosen), found[0])
    language = (translation.get_language() or "en")[:2]
    story = persona.story.get(language) or next(iter(persona.story.values()), "")
    sheet = sheet_of_rows(edition.rubric, stored_rows(persona.answers))
    card = _card(edition, json.dumps(persona.answers, sort_keys=True))
    return Sample(persona.venture, story, sheet, card)


@lru_cache(maxsize=32)
def _card(edition: OpenEdition, answers: str) -> dict[str, Any]:
    """The scorecard, made once per process: anybody may ask for the page, as often as they like.

    answers: a persona's, as JSON; nobody writes to what is returned.
    """
    sheet = sheet_of_rows(edition.rubric, stored_rows(json.loads(answers)))
    return score_sheet(edition, sheet).as_json()


def stored_rows(answers: dict[str, Any]) -> list[tuple[str, Any, str]]:
    """A persona's answers in the form in which founders' answers are stored."""
    rows = []
    for key, one in answers.items():
        stored = {part: one[part] for part in ("value", "unknown", "other") if one.get(part)}
        if one.get("value") is not None:
            stored = {"value": one["value"]}
        rows.append((key, stored, one.get("claim") or ""))
    return rows
