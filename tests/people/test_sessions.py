"""A session says who is signed in, and stops saying so when it should."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from questionnaire.models import Session, User
from questionnaire.people.sessions import SessionStore
from tests.factories import make_accelerator_member, make_editor, make_user

pytestmark = pytest.mark.django_db
ACCOUNT = "/cohorts/"


def signed_in(email: str = "ana@example.org") -> tuple[Client, User]:
    client, user = Client(), make_user(email=email)
    client.force_login(user)
    return client, user


def may_read(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_a_session_knows_whose_it_is() -> None:
    client, user = signed_in()
    assert Session.objects.get().user == user
    assert may_read(client)
    client.logout()
    assert not Session.objects.exists()
    assert not may_read(client)


def test_two_sign_ins_are_two_people() -> None:
    (first, one), (second, other) = signed_in(), signed_in("ben@example.org")
    assert first.get(ACCOUNT).wsgi_request.user == one
    assert second.get(ACCOUNT).wsgi_request.user == other


def test_a_new_password_ends_the_sessions_of_before() -> None:
    client, user = signed_in()
    user.set_password("another-one-27")
    user.save()
    assert not may_read(client)


def test_who_is_deactivated_is_signed_out() -> None:
    client, user = signed_in()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not may_read(client)


def test_who_is_deleted_has_no_session_left() -> None:
    client, user = signed_in()
    user.delete()
    assert not Session.objects.exists()
    assert not may_read(client)


def test_a_session_whose_row_names_another_person_is_nobodys() -> None:
    """The signed data and the row must agree; the data is what counts."""
    client, user = signed_in()
    Session.objects.update(user=make_user(email="ben@example.org"))
    assert client.get(ACCOUNT).wsgi_request.user == user


def test_an_expired_session_is_none_and_is_cleared() -> None:
    client, _ = signed_in()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not may_read(client)
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_a_session_of_nobody_stays_nobodys() -> None:
    store = SessionStore()
    store["seen"] = True
    store.create()
    again = SessionStore(store.session_key)
    assert again["seen"] is True
    assert again.get(SESSION_KEY) is None
    assert (again.owner, Session.objects.get().user) == (None, None)


# ---------------------------------------------------------------- they end

MINUTE = dt.timedelta(minutes=1)


def idle(client: Client, since: dt.timedelta, begun: dt.timedelta = dt.timedelta()) -> None:
    """As if nothing had been done for a while, and as if it had begun even earlier."""
    store, now = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value), timezone.now()
    store["begun"] = (now - max(begun, since)).timestamp()
    store.save()
    Session.objects.filter(pk=store.session_key).update(seen_at=now - since)


def staff() -> list[Client]:
    """An editor, and somebody of an accelerator."""
    editor, member = make_editor(), make_accelerator_member(role="guest").user
    clients = [Client(), Client()]
    for client, user in zip(clients, (editor, member), strict=True):
        client.force_login(user)
    return clients


def test_staff_are_signed_out_after_an_hour_of_nothing_and_founders_are_not() -> None:
    founder, _ = signed_in()
    for client in (founder, *staff()):
        idle(client, 59 * MINUTE)
        assert may_read(client)
        idle(client, 61 * MINUTE)
        assert may_read(client) is (client is founder)
    assert Session.objects.count() == 1  # of those that ended nothing is left


def test_what_is_done_keeps_staff_signed_in_for_a_day_at_most() -> None:
    for client in staff():
        idle(client, 59 * MINUTE, dt.timedelta(hours=23))
        assert may_read(client)
        assert Session.objects.latest("seen_at").seen_at > timezone.now() - MINUTE
        idle(client, MINUTE, dt.timedelta(hours=24, minutes=1))
        assert not may_read(client)


def test_a_founder_signs_in_again_after_a_month() -> None:
    client, _ = signed_in()
    idle(client, MINUTE, dt.timedelta(days=29))
    assert may_read(client)
    idle(client, MINUTE, dt.timedelta(days=30, minutes=1))
    assert not may_read(client)


def test_a_founders_browser_that_nobody_uses_is_signed_out_after_two_weeks() -> None:
    client, _ = signed_in()
    idle(client, dt.timedelta(days=13, hours=23))
    assert may_read(client)  # which is to use it
    idle(client, dt.timedelta(days=13))
    assert may_read(client)
    idle(client, dt.timedelta(days=14, minutes=1))
    assert not may_read(client)


def test_a_session_from_before_goes_on_for_a_founder_alone() -> None:
    founder, _ = signed_in()
    for client in (founder, *staff()):
        store = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
        del store["begun"]
        Session.objects.filter(pk=store.session_key).update(
            session_data=store.encode(dict(store.items())), seen_at=None
        )
        assert may_read(client) is (client is founder)


def test_looking_how_long_is_left_is_nothing_done_and_asking_to_stay_is() -> None:
    client = staff()[1]
    idle(client, 55 * MINUTE)
    for _ in range(2):
        assert 290 <= client.get("/account/stay/").json()["left"] <= 300
        client.get("/cohorts/", headers={"HX-Request": "true"})
    page = client.get("/privacy/").content.decode()  # asks who is signed in
    assert 'id="signed-in-end"' in page
    idle(client, 55 * MINUTE)
    assert client.post("/account/stay/").json()["left"] >= 3590
    assert client.get("/account/stay/").json()["left"] >= 3590


def test_a_founders_pages_warn_of_nothing() -> None:
    client, _ = signed_in()
    assert "signed-in-end" not in client.get("/home/").content.decode()
