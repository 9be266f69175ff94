"""The edition that tests are given a second time is the one that was loaded."""

from __future__ import annotations

import pytest
from django.db import transaction

from questionnaire.bank.actions import load_edition
from questionnaire.bank.models import Edition
from questionnaire.bank.records import Edit
from questionnaire.bank.rows import raw_content, raw_personas
from tests.bank.banks import shipped
from tests.factories import NOW
from tests.harness import editions

pytestmark = pytest.mark.django_db


def told(one: Edition) -> tuple[object, ...]:
    """An edition as it is stored, its rows, and what was recorded about it."""
    edits = Edit.objects.filter(edition=one).order_by("pk").values_list("at", "before", "after")
    one.refresh_from_db()
    frozen = (one.key, one.status, one.document, one.content_hash, one.published_at, one.created_at)
    return (*frozen, raw_content(one), raw_personas(one), list(edits))


def test_made_again_it_is_the_same() -> None:
    with transaction.atomic():
        loaded = load_edition(content=shipped(), at=NOW, prove=False)
        editions.keep(loaded)
        expected = told(loaded)
        transaction.set_rollback(True)
    assert told(editions.make_again()) == expected
    assert Edition.objects.count() == 1
