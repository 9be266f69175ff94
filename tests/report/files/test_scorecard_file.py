"""A report's JSON: its schema is the documented one, and it reads back to the same values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from questionnaire.report.files.scorecard_file import SCHEMA, as_json
from questionnaire.report.models import Report
from tests.bank.banks import shipped
from tests.harness import schema
from tests.report import told
from tests.report.sent import reported

CARDS = Path(__file__).parents[1] / "cards"


def file_of(card: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": SCHEMA, "receipt": "AS-2041", "revision": 1, "edition": card["edition"],
        "answers_sha256": "ab" * 32, "sent_at": "2026-11-20T16:05:00+00:00", "scorecard": card,
    }  # fmt: skip


def test_the_schema_that_is_kept_is_that_of_the_classes() -> None:
    assert schema.PLACE.read_text() == schema.text()


@pytest.mark.parametrize("persona", [one.key for one in shipped().personas])
def test_every_personas_file_reads_back_to_the_same_values(persona: str) -> None:
    written = file_of(told.card(persona))
    back = schema.adapter().validate_json(json.dumps(written))
    assert back.scorecard.as_json() == written["scorecard"]


@pytest.mark.parametrize("name", sorted(one.name for one in CARDS.glob("*.json")))
def test_cards_of_earlier_scoring_still_have_the_form(name: str) -> None:
    kept = json.loads((CARDS / name).read_text())
    card = kept.get("scorecard", kept)
    assert schema.adapter().validate_json(json.dumps(file_of(card))).scorecard.as_json() == card


@pytest.mark.django_db
def test_a_stored_reports_file_is_its_scorecard_and_holds_no_note() -> None:
    report = Report.objects.select_related("submission").get(pk=reported().pk)
    text = as_json(report)
    assert schema.adapter().validate_json(text).scorecard.as_json() == report.scorecard
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n" == text
    assert "CNRY" not in text
