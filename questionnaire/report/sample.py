"""The sample report's venture: one of the edition's own personas, fictitious and really scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation

from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.models import Persona
from questionnaire.bank.queries import OpenEdition
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Sample:
    """A fictitious venture with its answers."""

    venture: str
    story: str
    sheet: Sheet


def sample_venture(edition: OpenEdition) -> Sample | None:
    """The edition's sample, or None where it has no persona; one query."""
    found = list(Persona.objects.filter(edition_id=edition.id, demo=True).order_by("place"))
    if not found:
        return None
    chosen = edition.document["rules"].get("sample")
    persona = next((one for one in found if one.key == chosen), found[0])
    language = (translation.get_language() or "en")[:2]
    story = persona.story.get(language) or next(iter(persona.story.values()), "")
    rows = stored_rows(persona.answers)
    return Sample(persona.venture, story, sheet_of_rows(edition.rubric, rows))


def stored_rows(answers: dict[str, Any]) -> list[tuple[str, Any, str]]:
    """A persona's answers in the form in which founders' answers are stored."""
    rows = []
    for key, one in answers.items():
        stored = {part: one[part] for part in ("value", "unknown", "other") if one.get(part)}
        if one.get("value") is not None:
            stored = {"value": one["value"]}
        rows.append((key, stored, one.get("claim") or ""))
    return rows
