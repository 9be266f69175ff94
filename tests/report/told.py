"""The shipped edition and its personas, scored without a database."""

from __future__ import annotations

import gettext
import uuid
from functools import cache
from typing import Any

from questionnaire.bank.canonical import canonical
from questionnaire.bank.queries import OpenEdition
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.sheet import Answer, Sheet
from tests.bank.banks import shipped


@cache
def edition() -> OpenEdition:
    document = canonical(shipped().document())
    return OpenEdition(uuid.uuid4(), shipped().key, "hash", document, compile_rubric(document))


def tongue(language: str = "en") -> Tongue:
    """Plain English sentences over the edition's texts."""
    rubric = edition().rubric
    wording = edition().wording(language)
    return Tongue(gettext.NullTranslations(), wording, rubric.rules, rubric=rubric)


def sheet(persona: str) -> Sheet:
    found = next(one for one in shipped().personas if one.key == persona)
    return {
        key: Answer(
            value=tuple(one.value) if isinstance(one.value, tuple | list) else one.value,
            unknown=one.unknown, other=one.other, claim=one.claim,
        )
        for key, one in found.answers.items()
    }  # fmt: skip


@cache
def card(persona: str) -> dict[str, Any]:
    return score(edition().rubric, sheet(persona)).as_json()
