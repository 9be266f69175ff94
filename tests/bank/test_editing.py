"""Small changes to a draft: refused in words where what they were about is gone."""

from __future__ import annotations

import pytest

from questionnaire.bank.editing import move_row, write_condition
from questionnaire.bank.models import Edition, Question, Tension
from questionnaire.bank.refused import EditionRefused
from tests.bank.banks import small
from tests.factories import NOW, make_draft, make_editor

pytestmark = pytest.mark.django_db


def drafted() -> tuple[Edition, Question]:
    draft = make_draft(small())
    return draft, Question.objects.filter(category__edition=draft).order_by("place")[0]


def test_a_row_deleted_meanwhile_is_neither_moved_nor_given_a_condition() -> None:
    draft, row = drafted()
    by = make_editor()
    Question.objects.filter(pk=row.pk).delete()
    gone = f"^{row.key} was deleted meanwhile.$"
    with pytest.raises(EditionRefused, match=gone):
        move_row(edition=draft, row=row, way=1, by=by, at=NOW)
    with pytest.raises(EditionRefused, match=gone):
        write_condition(
            edition=draft, row=row, column="show_when", condition=None, seen=None, by=by, at=NOW
        )


def test_a_condition_seen_as_true_is_not_the_one_that_stands_as_1() -> None:
    draft, _row = drafted()
    row = Tension.objects.filter(edition=draft)[0]
    Tension.objects.filter(pk=row.pk).update(when={"q": "base", "op": "answered", "value": 1})
    seen = {"q": "base", "op": "answered", "value": True}
    written = write_condition(
        edition=draft, row=row, column="when", condition=seen, seen=seen, by=make_editor(), at=NOW
    )
    assert written is False
