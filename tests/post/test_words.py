"""What people wrote is read in mails and not pressed, and no address breaks a page."""

from typing import Any

import pytest
from django.test import Client

from questionnaire.people.models import User
from questionnaire.post.models import Mail
from questionnaire.post.words import no_link
from tests.assessment.guests import make_member
from tests.factories import make_shipped_edition

BAD = "a@" + "ü" * 60 + ".com"
"""The check of a form takes it; spelled in ASCII its domain is too long to be one."""


@pytest.mark.parametrize(
    "text", ["https://evil.example/x", "www.evil.example", "evil.example", "a@evil.example"]
)
def test_no_address_stays_in_one_piece(text: str) -> None:
    assert max(no_link(text).split("\u200b"), key=len) in ("evil.", "https:", "example/", "example")
    assert no_link(text).replace("\u200b", "") == text


def test_a_sentence_stays_as_it_is() -> None:
    assert no_link("Acme Models. A name: ours") == "Acme Models. A name: ours"


@pytest.mark.django_db
def test_names_are_no_links_in_an_invitation(mailoutbox: list[Any]) -> None:
    owner = make_member()
    User.objects.update(name="Bob https://evil.example")
    owner.client.post(f"{owner.base}venture/", {"name": "www.evil.example/<b>", "stage": ""})
    owner.client.post(f"{owner.base}members/", {"email": "ana@example.com", "role": "editor"})
    [mail] = mailoutbox
    whole = mail.subject + mail.body
    assert "evil.example" not in whole
    assert "evil.\u200bexample/\u200b<b>" in whole
    assert (mail.to, mail.content_subtype) == (["ana@example.com"], "plain")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/start/", {"name": "Acme", "stage": "", "email": BAD}),
        ("/account/login/", {"login": BAD}),
        ("/account/signup/", {"email": BAD}),
    ],
)
def test_an_address_that_cannot_be_written_is_answered_like_any_other(
    settings: Any, path: str, form: dict[str, str]
) -> None:
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"
    make_shipped_edition()
    assert Client().post(path, form).status_code == 302
    assert Mail.objects.count() == 0
