"""Lists of the workshop are narrowed as their pages offer, and in no other way."""

import logging
from typing import Any

import pytest
from django.core import mail

from questionnaire.people.models import User
from tests.access.world import signed_in
from tests.factories import editors, make_edition, make_editor, make_user
from tests.people.test_account import signing_in

pytestmark = pytest.mark.django_db
TABLES = (
    "edition", "category", "question", "path", "tension", "action", "milestone", "reversalline",
    "fact", "persona",
)  # fmt: skip
OTHER = ("key__regex=(", "key__startswith=a", "notes__contains=x", "content_hash__gt=0", "id__in=1")


@pytest.mark.parametrize("table", TABLES)
def test_no_column_is_asked_for_that_is_not_offered(table: str) -> None:
    edition, client = make_edition(), signed_in(make_editor())
    where = f"/workshop/questionnaire/{table}/"
    codes = {query: client.get(f"{where}?{query}").status_code for query in OTHER}
    assert set(codes.values()) <= {200, 400}, codes  # 200: no such column, so it is ignored
    assert codes["key__regex=("] == 400 or table == "persona"
    way = {
        "edition": "status__exact=draft",
        "question": f"category__edition__id__exact={edition.pk}",
    }
    assert (
        client.get(f"{where}?{way.get(table, f'edition__id__exact={edition.pk}')}").status_code
        == 200
    )


def test_no_hash_of_a_password_is_read_letter_by_letter(caplog: pytest.LogCaptureFixture) -> None:
    make_user(password="only for this test")
    operator = signed_in(make_user(is_staff=True, is_superuser=True))
    where = "/workshop/questionnaire/user/"
    caplog.clear()
    for query in ("password__startswith=pbkdf2", "sessions__session_key__startswith=a"):
        page = operator.get(f"{where}?{query}")
        assert page.status_code == 400
        assert "narrowed by its own filters" in page.content.decode()
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    found: Any = operator.get(f"{where}?is_staff__exact=1")
    assert (found.status_code, found.context["cl"].result_count) == (200, 1)
    for table in ("venture", "accelerator", "cohort"):
        asked = operator.get(f"/workshop/questionnaire/{table}/?name__regex=(")
        assert asked.status_code == 400


def test_an_editor_is_made_as_the_handbook_says_and_let_go_at_once() -> None:
    operator = signed_in(make_user(is_staff=True, is_superuser=True))
    where = "/workshop/questionnaire/user/"
    form = {"email": "eve@example.org", "name": "Eve", "is_active": "on", "is_staff": "on"}
    answer = operator.post(f"{where}add/", {**form, "groups": [editors().pk]})
    assert answer.status_code == 302, answer.context["errors"]
    eve = User.objects.get(email="eve@example.org")
    client = signing_in(eve)  # by the one code that is mailed
    assert (len(mail.outbox), mail.outbox[0].to) == (1, ["eve@example.org"])
    questions = "/workshop/questionnaire/question/"
    assert client.get(questions).status_code == 200
    assert client.get(where).status_code == 403
    del form["is_staff"]
    assert operator.post(f"{where}{eve.pk}/change/", form).status_code == 302
    assert client.get(questions).status_code == 302
