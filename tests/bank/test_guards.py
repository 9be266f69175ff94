"""What is published, sent or reported cannot change, by whatever way one tries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from questionnaire.assessment.models import AnswerRevision, Submission
from questionnaire.bank.actions import retire
from questionnaire.bank.models import Action as BankAction
from questionnaire.bank.models import (
    Argument,
    Category,
    Edition,
    Fact,
    Milestone,
    Option,
    Path,
    Persona,
    Question,
    Requirement,
    ReversalLine,
    Tension,
)
from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.models import Consent
from questionnaire.cohort.sharing.actions import share
from questionnaire.migrations import _guards, _tallies
from questionnaire.people.actor import Actor
from questionnaire.report.models import Report
from tests.factories import (
    NOW,
    make_answer,
    make_draft,
    make_edition,
    make_enrolment,
    make_report,
    make_revision,
    make_submission,
    make_user,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
ROWS = (
    Category, Question, Option, Path, Requirement, Argument, Tension, BankAction, Milestone,
    ReversalLine, Fact,
)  # fmt: skip
FROZEN = "a published edition never changes; open a draft from it"
KEPT = "a published edition is never deleted; retire it"


def refusal(attempt: Callable[[], Any]) -> str:
    """What the database says to an attempt, in its first line."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        attempt()
    return str(caught.value).splitlines()[0]


def save(row: models.Model, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def update(row: models.Model, **values: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def bulk_update(row: models.Model, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    type(row)._default_manager.bulk_update([row], list(values))


def raw_sql(row: models.Model, **values: Any) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            field = row._meta.get_field(name)
            given = field.get_db_prep_save(value, connection)
            cursor.execute(
                f"UPDATE {row._meta.db_table} SET {field.column} = %s WHERE id = %s",  # noqa: S608
                [given, row._meta.pk.get_db_prep_save(row.pk, connection)],
            )


WAYS = [save, update, bulk_update, raw_sql]


def test_every_trigger_is_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        found = {name for (name,) in cursor.fetchall()}
    # Missing? A migration altered a guarded table: end it with RunPython(_guards.install).
    assert found == _guards.names(connection.vendor) | _tallies.names()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("document", {"key": "other"}),
        ("content_hash", "f" * 64),
        ("key", "other-1"),
        ("title", {"en": "Other"}),
        ("rules", {}),
        ("change_note", {"en": "Nothing happened."}),
        ("published_at", NOW + dt.timedelta(days=1)),
    ],
)
def test_a_published_edition_refuses_change(way: Any, name: str, value: Any) -> None:
    edition = make_edition()
    assert refusal(lambda: way(edition, **{name: value})) == FROZEN


@pytest.mark.parametrize("way", WAYS)
def test_a_published_edition_never_becomes_a_draft_again(way: Any) -> None:
    edition = make_edition()
    assert refusal(lambda: way(edition, status="draft", document=None)) in (
        FROZEN,
        "CHECK constraint failed: edition_published_has_document",
        'new row for relation "questionnaire_edition" violates check constraint '
        '"edition_published_has_document"',
    )
    assert Edition.objects.get().status == "published"


def test_a_published_edition_is_never_deleted() -> None:
    edition = make_edition()

    def delete_raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM questionnaire_edition")

    assert refusal(delete_raw) == KEPT
    # Through the ORM the rows go first, and refuse first.
    assert refusal(edition.delete) == FROZEN
    assert refusal(lambda: Edition.objects.all().delete()) == FROZEN


def test_a_retired_edition_stays_as_frozen() -> None:
    edition = retire(edition=make_edition(), at=NOW)
    assert edition.status == "retired"
    assert refusal(lambda: update(edition, title={"en": "Other"})) == FROZEN
    update(edition, status="published")
    assert Edition.objects.get().status == "published"


def test_the_publisher_may_be_forgotten_and_not_replaced() -> None:
    draft, user, other = make_draft(), make_user(), make_user()
    update(
        draft, status="published", document={"key": draft.key}, content_hash="a" * 64,
        published_by=user,
    )  # fmt: skip
    assert refusal(lambda: update(draft, published_by=other)) == FROZEN
    user.delete()
    assert Edition.objects.get().published_by is None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", ROWS)
def test_a_row_of_a_published_edition_refuses_change(way: Any, model: Any) -> None:
    make_edition()
    row = model.objects.first()
    assert refusal(lambda: way(row, place=7)) == FROZEN


@pytest.mark.parametrize("model", ROWS)
def test_a_row_of_a_published_edition_can_be_neither_deleted_nor_added(model: Any) -> None:
    make_edition()
    row = model.objects.first()
    assert refusal(lambda: model.objects.filter(pk=row.pk)._raw_delete("default")) == FROZEN
    row.pk, row.key = None, "another"
    assert refusal(lambda: row.save(force_insert=True)) == FROZEN


def test_a_row_cannot_be_moved_into_a_published_edition() -> None:
    edition, draft = make_edition(), make_draft()
    row = Fact.objects.get(edition=draft)
    row.key = "D9.9"
    assert refusal(lambda: save(row, edition=edition)) == FROZEN


def test_personas_of_a_published_edition_may_change_for_they_are_tests() -> None:
    make_edition()
    assert Persona.objects.update(stage="later") == 2


def test_rows_of_a_draft_change_and_go() -> None:
    draft = make_draft()
    for model in ROWS:
        assert model.objects.update(place=7) > 0
    draft.delete()
    assert [model.objects.count() for model in ROWS] == [0] * len(ROWS)


@pytest.mark.parametrize("way", WAYS)
def test_a_revision_refuses_change(way: Any) -> None:
    revision = make_revision()
    said = refusal(lambda: way(revision, value={"value": "open"}))
    assert said == "an answer's revision never changes; it is kept as it was written"


def test_a_revision_may_forget_who_wrote_it() -> None:
    user, other = make_user(), make_user()
    revision = make_revision(by=user)
    assert refusal(lambda: update(revision, by=other)).startswith("an answer's revision")
    user.delete()
    assert AnswerRevision.objects.get().by is None


@pytest.mark.parametrize("way", WAYS)
def test_a_submission_refuses_change(way: Any) -> None:
    submission = make_submission()
    said = refusal(lambda: way(submission, answers={"route": "open"}))
    assert said == "a submission never changes; it is kept as it was written"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "value"), [("categories", ["ethics"]), ("leaving", True)])
def test_a_consent_refuses_change(way: Any, name: str, value: Any) -> None:
    enrolment = make_enrolment()
    owner = Actor(make_venture_member(venture=enrolment.venture).user_id)
    share(enrolment=enrolment, shared=with_answers(["team"]), by=owner, at=NOW)
    said = refusal(lambda: way(Consent.objects.get(), **{name: value}))
    assert said == "a consent never changes; it is kept as it was written"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "value"), [("scorecard", {"lean": 3}), ("funding", 3)])
def test_a_report_refuses_change(way: Any, name: str, value: Any) -> None:
    report = make_report()
    said = refusal(lambda: way(report, **{name: value}))
    assert said == "a report never changes; it is kept as it was written"


def test_an_erased_venture_takes_its_answers_submissions_and_reports_along() -> None:
    report = make_report()
    assessment = report.submission.assessment
    make_revision(answer=make_answer(assessment=assessment))
    assessment.venture.delete()
    assert AnswerRevision.objects.count() == 0
    assert (Submission.objects.count(), Report.objects.count()) == (0, 0)


GUARDED = [make_edition, make_submission, make_report, make_revision]
"""What makes one row that never changes, and returns it."""


@pytest.mark.parametrize("make", GUARDED)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's own")
def test_replace_takes_no_held_row_away(make: Any) -> None:
    row = make()
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [_key(row)])  # noqa: S608
        values, names = list(cursor.fetchone()), [one[0] for one in cursor.description]
    places = ", ".join(["%s"] * len(names))
    write = f"REPLACE INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608
    assert "never changes" in refusal(lambda: _run(write, values))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="OR REPLACE is SQLite's own")
def test_no_row_of_a_draft_takes_the_place_of_a_published_one() -> None:
    edition, draft = make_edition(), make_draft()
    held, own = Fact.objects.filter(edition=edition)[0], Fact.objects.filter(edition=draft)[0]
    table = "questionnaire_fact"
    onto = f"UPDATE OR REPLACE {table} SET id = %s WHERE id = %s"  # noqa: S608
    assert refusal(lambda: _run(onto, [held.pk, own.pk])) == FROZEN
    again = (
        f"REPLACE INTO {table} SELECT %s, * FROM "  # noqa: S608
        f"(SELECT {', '.join(f.column for f in Fact._meta.local_fields[1:])} FROM {table} "
        "WHERE id = %s)"
    )
    assert refusal(lambda: _run(again, [held.pk, own.pk])) == FROZEN
    onto = "UPDATE OR REPLACE questionnaire_edition SET id = %s WHERE id = %s"
    assert refusal(lambda: _run(onto, [_key(edition), _key(draft)])) == FROZEN


@pytest.mark.parametrize("make", GUARDED)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's own")
def test_truncate_empties_no_guarded_table(make: Any) -> None:
    table = make()._meta.db_table
    _run("SET CONSTRAINTS ALL IMMEDIATE", [])  # nothing that waits would forbid it by itself
    assert "never" in refusal(lambda: _run(f"TRUNCATE {table} CASCADE", []))


def _key(row: models.Model) -> Any:
    return row._meta.pk.get_db_prep_save(row.pk, connection)


def _run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.django_db(transaction=True)
def test_a_test_database_with_a_published_edition_can_be_emptied() -> None:
    make_edition()


@pytest.mark.django_db(transaction=True)
def test_and_its_triggers_are_there_again_afterwards() -> None:
    assert Edition.objects.count() == 0
    assert refusal(lambda: update(make_edition(), title={"en": "Other"})) == FROZEN
