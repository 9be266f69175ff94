"""What is erased is nowhere: no table, session, cache, mail that waits, log or file holds it.

Generated from the tables: every row that hangs on a venture gets a canary into every column that
holds words, so that a table or a column that comes later is in the test without anybody's doing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from questionnaire.download.queries import TABLES
from questionnaire.models import Accelerator, Erased, Mail, Session, Standing, Venture
from questionnaire.people.sessions import SessionStore
from questionnaire.post.actions import queue
from questionnaire.post.letter import VentureMail
from questionnaire.vocabulary import AcceleratorRole
from tests.download.test_download import Whole
from tests.factories import make_accelerator_member
from tests.harness.guards import stood_aside
from tests.harness.signing_in import just_signed_in

pytestmark = pytest.mark.django_db
CANARY = "CNRY-erased"
LEAST, MOST = 40, 200
"""Letters of a column that may hold words; and of a canary."""
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def put_canaries(model: type[models.Model], rows: models.QuerySet[Any]) -> int:
    """A canary into every column of these rows that can hold words; how many columns there are."""
    put = [one for one in model._meta.concrete_fields if isinstance(one, WORDS) and holds(one)]
    for row in rows:
        for field in put:
            said = f"{CANARY}-{row.pk}-{field.name}-{model.__name__}"[: field.max_length or MOST]
            is_json = isinstance(field, models.JSONField)
            is_bytes = isinstance(field, models.BinaryField)
            words = {"c": said} if is_json else said.encode() if is_bytes else said
            with suppress(IntegrityError), transaction.atomic():  # a shape that the table checks
                model._base_manager.filter(pk=row.pk).update(**{field.name: words})
    return len(put)


def holds(field: models.Field[Any, Any]) -> bool:
    """Whether somebody's words fit; into others the database itself lets known words alone."""
    if field.model is Standing and field.name == "path":
        return False  # a key of the edition, counted by triggers that stand aside here
    return not (field.choices or field.primary_key) and (field.max_length or MOST) >= LEAST


def everything() -> str:
    """Every row of every table, what sessions hold, the cache, and the files of the site."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            parts += [str([bytes(one) if isinstance(one, memoryview) else one for one in row])
                      for row in cursor.fetchall()]  # fmt: skip
    parts += [str(SessionStore().decode(one.session_data)) for one in Session.objects.all()]
    parts.append(str(cache._cache))  # type: ignore[attr-defined]
    parts += [path.read_bytes().decode(errors="ignore") for path in files()]
    return "\n".join(parts)


def files() -> Iterator[Path]:
    """What the site has written, its database apart: what is in that was asked for above."""
    for path in sorted(Path(settings.VAR).rglob("*")):
        if path.is_file() and ".sqlite3" not in path.name:
            yield path


def fill(one: Whole) -> int:
    venture = one.assessment.venture
    with stood_aside(connection):  # rows that nothing may change get them too
        columns = sum(
            put_canaries(table.of, table.of._base_manager.filter(**{table.path: venture}))
            for table in TABLES
        )
        return columns + put_canaries(Venture, Venture.objects.filter(pk=venture.pk))


def test_an_erased_venture_is_nowhere(caplog: pytest.LogCaptureFixture, capsys: Any) -> None:
    one = Whole()
    venture = one.assessment.venture
    one.client.get(f"{one.base}")
    assert fill(one) > 50
    letter = VentureMail(f"{CANARY} mail", f"{CANARY} words", to="a@example.org", about=venture.pk)
    queue(messages=[letter], at=timezone.now())
    venture.refresh_from_db()
    ids = {str(venture.pk), venture.pk.hex}
    assert everything().count(CANARY) > 100
    gone = one.client.post(f"{one.base}erase/", {"typed": venture.name})
    assert (gone.status_code, gone.headers["Location"]) == (302, "/")
    left = everything()
    assert [line[:200] for line in left.splitlines() if CANARY in line] == []
    # Nothing but that it was erased, which a restored backup is asked to do again.
    noted = [line for line in left.splitlines() if any(name in line for name in ids)]
    assert (
        len(noted) == Erased.objects.filter(kind=Erased.VENTURE, key=str(venture.pk)).count() == 1
    )
    assert CANARY not in caplog.text + "".join(capsys.readouterr())
    assert not Mail.objects.exists()
    assert Venture.objects.get() == one.other.venture  # and nobody else's went along


def test_an_erased_accelerator_takes_its_programme_along_and_leaves_the_ventures() -> None:
    one = Whole()
    programme = one.cohort.accelerator
    owner = make_accelerator_member(accelerator=programme, role=AcceleratorRole.OWNER).user
    own = [
        model
        for model in apps.get_app_config("questionnaire").get_models()
        if any(field.name == "cohort" for field in model._meta.fields)
    ]
    with stood_aside(connection):  # rows that nothing may change get them too
        for model in own:
            put_canaries(model, model._base_manager.filter(cohort=one.cohort))
    Accelerator.objects.filter(pk=programme.pk).update(name=f"{CANARY}-programme")
    client = just_signed_in(owner)
    page = f"/accelerators/{programme.pk}/delete/"
    said = client.get(page).content.decode()
    assert "To delete, write the accelerator’s name" in said
    assert "what 2 ventures shared with you" in said
    assert client.post(page, {"typed": "another"}).status_code == 200
    assert client.post(page, {"typed": f"{CANARY}-programme"}).headers["Location"] == "/home/"
    assert [line[:200] for line in everything().splitlines() if CANARY in line] == []
    assert not any(model._base_manager.filter(cohort=one.cohort.pk).exists() for model in own)
    assert one.client.get(f"{one.base}").status_code == 200
    assert Venture.objects.count() == 2


def test_nobody_but_an_owner_deletes_an_accelerator() -> None:
    programme = make_accelerator_member(role=AcceleratorRole.OWNER).accelerator
    for role, code in ((AcceleratorRole.MANAGER, 403), (AcceleratorRole.GUEST, 403)):
        client = just_signed_in(make_accelerator_member(accelerator=programme, role=role).user)
        page = f"/accelerators/{programme.pk}/delete/"
        assert client.post(page, {"typed": programme.name}).status_code == code
    assert client.post(f"/accelerators/{uuid.uuid4()}/delete/").status_code == 404
    assert Accelerator.objects.get() == programme


def test_the_address_of_somebody_whose_account_goes_is_nowhere() -> None:
    """What they did stays, under nobody's name; but for the last mail, which says so."""
    member = make_accelerator_member(role=AcceleratorRole.REVIEWER)
    owner = make_accelerator_member(accelerator=member.accelerator, role=AcceleratorRole.OWNER)
    user = member.user
    user.name = user.email = f"{CANARY}@example.org"
    user.save()
    client = just_signed_in(user)
    assert client.post("/account/delete/", {"typed": user.email}).status_code == 302
    assert [line[:200] for line in everything().splitlines() if CANARY in line] == []
    assert owner.accelerator.members.get() == owner
