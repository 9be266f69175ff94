"""Signing in: a code by mail, and on one's own machine the demonstration's passwords."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import make_accelerator_member, make_editor, make_user, make_venture_member

pytestmark = pytest.mark.django_db
PASSWORD = "only for this test"


def verified(email: str) -> None:
    from allauth.account.models import EmailAddress

    user = make_user(email=email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def test_a_code_from_the_mail_signs_in_and_no_password_is_asked() -> None:
    verified("ana@example.org")
    client = Client()
    assert "password" not in client.get("/account/login/").context["form"].fields
    asked = client.post("/account/login/", {"login": "ana@example.org"})
    assert asked.headers["Location"] == "/account/login/code/confirm/"
    code = next(word for word in mail.outbox[0].body.split() if len(word) >= 6 and word.isupper())
    went = client.post("/account/login/code/confirm/", {"code": code})
    assert went.headers["Location"] == "/home/"
    assert client.get("/home/").status_code == 200


def test_an_unknown_address_is_answered_like_a_known_one() -> None:
    verified("ana@example.org")
    known = Client().post("/account/login/", {"login": "ana@example.org"})
    unknown = Client().post("/account/login/", {"login": "nobody@example.org"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert known.status_code == unknown.status_code


def test_who_has_no_account_is_told_by_mail_and_shown_the_way_to_one() -> None:
    client = Client()
    waits = client.post("/account/login/", {"login": "nobody@example.org"}, follow=True)
    assert 'href="/account/signup/"' in waits.content.decode()
    assert [str(one) for one in waits.context["messages"]] == []
    [told] = mail.outbox
    assert told.subject == "No account with this address yet"
    assert told.body.startswith("Hello,") and "/account/signup/" in told.body
    assert client.get("/account/signup/").status_code == 200


def test_who_has_an_account_already_is_told_how_to_sign_in_without_a_password() -> None:
    verified("ana@example.org")
    Client().post("/account/signup/", {"email": "ana@example.org"})
    [told] = mail.outbox
    assert told.subject == "You have an account already"
    assert "http://testserver/account/login/code/" in told.body
    assert "password" not in told.body


def test_on_ones_own_machine_the_demonstration_signs_in_with_its_password(
    settings: Any,
) -> None:
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
    verified("reviewer@example.org")
    client = Client()
    assert "password" in client.get("/account/login/").context["form"].fields
    form = {"login": "reviewer@example.org", "password": PASSWORD}
    assert client.post("/account/login/", form).headers["Location"] == "/home/"


def test_the_wrong_password_signs_nobody_in(settings: Any) -> None:
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
    verified("reviewer@example.org")
    client = Client()
    form = {"login": "reviewer@example.org", "password": "another"}
    assert client.post("/account/login/", form).status_code == 200
    assert client.get("/home/").status_code == 302


def test_signing_out_needs_its_button() -> None:
    verified("ana@example.org")
    client = Client()
    client.login(email="ana@example.org", password=PASSWORD)
    client.get("/account/logout/")
    assert client.get("/home/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/home/").status_code == 302


def test_who_has_no_venture_begins_with_what_else_is_theirs() -> None:
    went = {}
    for name, user in {
        "reviewer": make_accelerator_member().user,
        "editor": make_editor(),
        "founder": make_venture_member().user,
        "newcomer": make_user(),
    }.items():
        client = Client()
        client.force_login(user)
        went[name] = client.get("/home/").headers.get("Location", "")
    assert went == {"reviewer": "/cohorts/", "editor": "/workshop/", "founder": "", "newcomer": ""}


PASSWORD_PAGES = ("account/password/reset", "account/password/set", "account/password/change")


@pytest.mark.parametrize("where", [*PASSWORD_PAGES, "workshop/password_change"])
def test_nobody_sets_a_password(where: str) -> None:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True, password=PASSWORD))
    assert client.get(f"/{where}/").status_code == 404
    assert where not in client.get("/workshop/").content.decode()


def test_too_many_codes_are_refused_on_our_own_page() -> None:
    asked = [Client().post("/account/signup/", {"email": "ana@example.org"}) for _ in range(2)]
    assert [one.status_code for one in asked] == [302, 429]
    assert asked[1].headers["Retry-After"] == "60"
    assert "A little slower, please" in asked[1].content.decode()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("host", "there"),
    [
        ("127.0.0.1:8331", "http://localhost:8331/account/login/?next=/home/"),
        ("[::1]:8331", "http://localhost:8331/account/login/?next=/home/"),
        ("192.168.7.7", "http://localhost:8000/account/login/?next=/home/"),
        ("localhost:8331", None),
        ("fmassess.example", None),
    ],
)
def test_a_site_that_was_opened_by_its_number_says_where_passkeys_work(
    host: str, there: str | None
) -> None:
    page = Client(headers={"host": host}).get("/account/login/?next=/home/").content.decode()
    assert ("Use a passkey" in page) is (there is None)
    assert ("No passkey can be made or used here" in page) is (there is not None)
    assert there is None or f'href="{there}"' in page


@pytest.mark.parametrize("host", ["127.0.0.1:99999", "[::1]:99999"])
def test_a_port_that_no_machine_has_is_no_fault(client: Client, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]
    assert client.get(reverse("account_login"), headers={"host": host}).status_code == 200
