"""The actor behind a request: what a browser's cookie may say, and what it cannot."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from questionnaire.people import actor
from questionnaire.people.actor import Actor, forget_grants, read_grants, remember_grants


def browser(cookie: str | None) -> tuple[uuid.UUID, ...]:
    """The grants that a browser with this cookie is taken to hold."""
    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES[settings.GUEST_COOKIE_NAME] = cookie
    return read_grants(request)


def kept(grants: list[uuid.UUID]) -> str:
    """The cookie that a response leaves in the browser."""
    response = HttpResponse()
    remember_grants(response, grants)
    return response.cookies[settings.GUEST_COOKIE_NAME].value


def test_a_browser_gets_back_what_it_was_given() -> None:
    grants = [uuid.uuid4(), uuid.uuid4()]
    assert browser(kept(grants)) == tuple(grants)


def test_a_browser_with_too_many_keys_forgets_the_oldest() -> None:
    grants = [uuid.uuid4() for _ in range(actor.MOST_GRANTS + 1)]
    assert browser(kept(grants)) == tuple(grants[:-1])
    assert browser(kept([uuid.uuid4(), *browser(kept(grants))]))[1:] == tuple(grants[:-2])


@pytest.mark.parametrize(
    "cookie",
    [
        None,
        "",
        "nonsense",
        uuid.uuid4().hex,
        signing.dumps([uuid.uuid4().hex], salt="another purpose"),
        signing.dumps(["not-a-uuid"], salt=actor.COOKIE_SALT),
        signing.dumps({"id": 1}, salt=actor.COOKIE_SALT),
        signing.dumps(7, salt=actor.COOKIE_SALT),
    ],
)
def test_a_cookie_that_is_not_ours_holds_nothing(cookie: str | None) -> None:
    assert browser(cookie) == ()


def test_one_changed_letter_holds_nothing() -> None:
    cookie = kept([uuid.uuid4()])
    changed = ("A" if cookie[0] != "A" else "B") + cookie[1:]
    assert browser(changed) == ()


def test_a_cookie_ends_after_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = kept([uuid.uuid4()])
    monkeypatch.setattr(actor, "COOKIE_AGE", dt.timedelta(seconds=-1))
    assert browser(cookie) == ()


def test_a_browser_keeps_the_newest_links_and_each_once() -> None:
    grants = [uuid.uuid4() for _ in range(actor.MOST_GRANTS + 5)]
    assert browser(kept([grants[0], *grants])) == tuple(grants[: actor.MOST_GRANTS])


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    response = HttpResponse()
    remember_grants(response, [uuid.uuid4()])
    cookie = response.cookies[settings.GUEST_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert bool(cookie["secure"]) == settings.SESSION_COOKIE_SECURE


def test_forgetting_empties_the_browser() -> None:
    response = HttpResponse()
    forget_grants(response)
    assert response.cookies[settings.GUEST_COOKIE_NAME].value == ""
    assert response.cookies[settings.GUEST_COOKIE_NAME]["max-age"] == 0


def test_nobody_is_who_has_neither_account_nor_link() -> None:
    assert Actor().is_nobody
    assert not Actor(user_id=1).is_nobody
    assert not Actor(grant_ids=(uuid.uuid4(),)).is_nobody
