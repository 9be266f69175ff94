"""What changes who can get in asks first; where one is signed in; what staff have to show."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.checks import run_checks
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from questionnaire.models import Session, User
from questionnaire.people.browsers import kind_of
from questionnaire.people.sign_ins import SHOWN
from tests.access.test_matrix import GET, address, workshop_address
from tests.access.world import make_world
from tests.factories import make_editor, make_user, make_venture_member
from tests.harness.signing_in import just_signed_in
from tests.people.test_account import code_of, signing_in, with_address

pytestmark = pytest.mark.django_db
SENSITIVE = (
    "/account/email/", "/account/delete/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
)  # fmt: skip
AGO = 301.0
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604"
)
FOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def with_app(user: User) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@pytest.mark.parametrize("where", SENSITIVE)
def test_what_changes_who_can_get_in_asks_who_signed_in_a_while_ago(where: str) -> None:
    ada = with_address("Ada")
    assert just_signed_in(ada).get(where).status_code == 200
    again = f"/account/again/?next={where.replace('/', '%2F')}"
    late = just_signed_in(ada, ago=AGO)
    assert late.get(where)["Location"] == again
    assert late.post(where, {"email": "eve@example.org", "action_add": ""})["Location"] == again
    with_app(ada)
    assert just_signed_in(ada).get(where)["Location"].startswith("/account/2fa/reauthenticate/")


def test_a_factor_shown_at_signing_in_was_shown_just_now(settings: Any) -> None:
    """Its code is used up by then: asked for it again, nobody would get on."""
    settings.STAFF_SECOND_FACTOR = True
    eve = make_editor()  # as createsuperuser makes one: allauth knows no address of theirs yet
    secret = with_app(eve)
    client = signing_in(eve)
    assert len(mail.outbox) == 1  # the one code that they wrote is enough
    code = code_of(secret)
    client.post("/account/2fa/authenticate/", {"code": code})
    for page in (*SENSITIVE[:2], "/account/2fa/recovery-codes/generate/", "/desk/inbox/"):
        assert client.get(page).status_code == 200, page
    late = just_signed_in(eve, "mfa", ago=AGO)
    assert late.get(SENSITIVE[0])["Location"].startswith("/account/2fa/reauthenticate/")
    assert not app_of(eve).validate_code(code)


def test_whoever_just_signed_up_is_not_asked_to_sign_in() -> None:
    ada = with_address("Ada")
    client = just_signed_in(ada)
    session = client.session
    del session[SHOWN]  # allauth writes no record of a sign-up
    session.save()
    assert client.get("/account/email/").status_code == 200


def test_whoever_has_no_account_yet_keeps_their_way(client: Client) -> None:
    page = client.get("/account/login/?next=/account/browsers/").content.decode()
    assert 'href="/account/signup/?next=/account/browsers/"' in page


def test_staff_without_their_factor_still_end_another_browser(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client = just_signed_in(make_editor())
    assert client.get("/account/browsers/").status_code == 200
    assert client.get("/desk/inbox/")["Location"] == "/account/staff/"


def test_who_signs_in_again_comes_back_and_nothing_was_changed_before() -> None:
    ada = with_address("Ada")
    client = just_signed_in(ada, ago=AGO)
    asked = client.get("/account/email/")["Location"]
    assert 'value="Sign in again"' not in client.get(asked).content.decode()
    login = client.post(asked)["Location"]
    assert login == "/account/login/?next=%2Faccount%2Femail%2F"
    assert client.get("/home/").status_code == 302  # the session is over
    client.post(login, {"login": ada.email, "next": "/account/email/"})
    code = next(word for word in mail.outbox[-1].body.split() if len(word) >= 6 and word.isupper())
    there = {"code": code, "next": "/account/email/"}
    assert client.post("/account/login/code/confirm/", there)["Location"] == "/account/email/"
    assert client.get("/account/email/").status_code == 200
    assert client.post("/account/again/?next=//evil.example")["Location"].endswith("=%2Faccount%2F")


def test_a_second_factor_is_asked_for_and_a_password_is_not_enough() -> None:
    ada = make_user(name="Ada", password="only for this test")
    secret = with_app(ada)
    client = just_signed_in(ada, "password")
    asked = client.get("/account/email/")["Location"]
    assert asked.startswith("/account/2fa/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": "only for this test"})
    assert client.get("/account/email/").status_code == 302
    client.post(asked, {"code": code_of(secret)})
    assert client.get("/account/email/").status_code == 200


def test_a_code_of_an_app_works_once_and_not_before_or_after_its_half_minute() -> None:
    ada = make_user(name="Ada")
    secret = with_app(ada)
    for steps in (-1, 1):
        assert not app_of(ada).validate_code(code_of(secret, steps))
    code = code_of(secret)
    assert app_of(ada).validate_code(code)
    assert not app_of(ada).validate_code(code)


def app_of(user: User) -> Any:
    return Authenticator.objects.get(user=user, type="totp").wrap()


# ---------------------------------------------------------------- where one is signed in


def test_every_browser_is_shown_in_words_and_each_can_be_ended_alone() -> None:
    ada = with_address("Ada")
    phone, fox = signing_in(ada, PHONE), signing_in(ada, FOX)
    just_signed_in(make_user(name="Bo"))
    here = just_signed_in(ada)
    Session.objects.filter(pk=phone.session.session_key).update(
        seen_at=timezone.now() - dt.timedelta(days=3)
    )
    shown = here.get("/account/browsers/").context["browsers"]
    assert [(one.browser, one.system, one.here) for one in shown] == [
        ("", "", True), ("Firefox", "Linux", False), ("Safari", "iPhone", False),
    ]  # fmt: skip
    page = here.get("/account/browsers/").content.decode()
    assert "Safari on iPhone" in page
    assert len(re.findall(r"Signed in on \d+ \w+ \d{4}, \d\d:\d\d UTC", page)) == len(shown)
    assert not any(key in page for key in Session.objects.values_list("pk", flat=True))
    here.post("/account/browsers/", {"there": shown[1].id})
    here.post("/account/browsers/", {"there": shown[0].id})  # this one: by signing out
    here.post("/account/browsers/", {"there": "nothing"})
    assert [one.get("/home/").status_code for one in (here, fox, phone)] == [200, 302, 200]
    late = just_signed_in(ada, ago=AGO)
    assert late.get("/account/browsers/").status_code == 200
    assert late.post("/account/browsers/")["Location"].startswith("/account/again/")
    assert phone.get("/home/").status_code == 200


def test_a_founders_last_day_is_noted_once_a_day_and_no_address_is_kept() -> None:
    client = signing_in(with_address("Ada"), PHONE)
    long_ago = timezone.now() - dt.timedelta(days=2)
    Session.objects.update(seen_at=long_ago)
    client.get("/cohorts/")
    noted = Session.objects.get().seen_at
    assert noted is not None and noted > long_ago
    client.get("/cohorts/")
    assert Session.objects.get().seen_at == noted
    assert client.session["kind"] == ["Safari", "iPhone"]
    kept = str(dict(client.session.items()))
    assert ("127.0.0.1" in kept, "AppleWebKit" in kept) == (False, False)


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537", ("Chrome", "Android")),
        ("Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1.15", ("Safari", "macOS")),
        ("curl/8.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_known_by_what_it_says(says: str, kind: tuple[str, str]) -> None:
    assert kind_of(says) == kind


# ---------------------------------------------------------------- staff


def test_staff_without_a_factor_reach_no_page_but_those_of_their_account(settings: Any) -> None:
    world = make_world()
    editor = world.clients["bank-editor"]
    asked = reverse("staff-factor")
    pages = {
        name: where
        for name in GET
        if getattr(resolve(where := address(world, name)).func, "login_required", True)
    } | {name: workshop_address(world, name) for name in ("edition_log", "edition_import")}
    pages |= {"admin": "/workshop/", "users": "/workshop/questionnaire/user/"}
    settings.STAFF_SECOND_FACTOR = True
    own = {"account", "browsers", "delete-account", "stay", "sign-in-again", "staff-factor"}
    assert {"desk-inbox", "desk-texts", "home", "cohorts", "admin"} < set(pages)
    for name, page in pages.items():
        answer = editor.get(page)
        led = (answer.status_code, answer.headers.get("Location")) == (302, asked)
        assert led is (name not in own), name
    assert editor.post(pages["desk-inbox"])["Location"] == asked
    assert editor.get("/").status_code == 200  # what anybody may read
    assert editor.get("/account/2fa/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_staff_set_a_factor_up_and_come_back_to_where_they_were_going(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    eve = make_editor()
    client = just_signed_in(eve)
    wanted = "/desk/inbox/?language=es"
    client.get(wanted)
    page = client.get(reverse("staff-factor")).content.decode()
    assert 'href="/account/2fa/"' in page
    form = client.get("/account/2fa/totp/activate/").context["form"]
    code = code_of(form.secret)
    went = client.post("/account/2fa/totp/activate/", {"code": code})
    assert "Go on to the page that you wanted" in client.get(went["Location"]).content.decode()
    assert client.get(reverse("staff-factor"))["Location"] == wanted
    assert client.get(wanted).status_code == 200
    assert not app_of(eve).validate_code(code)  # it is spent

    settings.STAFF_SECOND_FACTOR = False
    assert just_signed_in(eve).get(wanted).status_code == 200  # as on one's own machine
    settings.STAFF_SECOND_FACTOR = True
    other = just_signed_in(eve)  # has one, and did not show it here
    other.get(wanted)
    assert "/account/2fa/reauthenticate/" in other.get(reverse("staff-factor")).content.decode()
    Authenticator.objects.all().delete()  # taken off by an operator
    assert client.get(wanted)["Location"] == reverse("staff-factor")
    founder = just_signed_in(make_venture_member().user)
    assert founder.get("/home/").status_code == 200


@pytest.mark.parametrize(("demanded", "told"), [(True, []), (False, ["fmassess.W001"])])
def test_a_deployment_is_told_when_staff_need_one_factor_only(
    settings: Any, demanded: bool, told: list[str]
) -> None:
    settings.STAFF_SECOND_FACTOR = demanded
    found = run_checks(include_deployment_checks=True)
    assert [one.id for one in found if (one.id or "").startswith("fmassess.")] == told
