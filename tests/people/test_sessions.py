"""A session says who is signed in, and stops saying so when it should."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from questionnaire.models import Session, User
from questionnaire.people.sessions import SessionStore
from tests.factories import make_user

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
