"""What a passkey answers is read as a stranger's bytes: wrong is wrong, and no fault."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tests.access.world import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
HOLLOW = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA",
          "signature": "AA", "userHandle": "AA"}  # fmt: skip
WRONG = [
    {"id": "AA"},
    {"id": 5, "rawId": [], "type": {}, "response": 7},
    {"id": "\0"},
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": HOLLOW},
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": HOLLOW | {"clientDataJSON": "W"}},
    {"response": {"userHandle": "9" * 40}},
    {"response": []},
    [],
    "AA",
]
SENT = [*map(json.dumps, WRONG), "[" * 5000, '{"a":' * 5000, "", "null", "{"]
LOGIN = "/account/2fa/webauthn/login/"


@pytest.mark.parametrize("options", [False, True], ids=["nothing asked", "options fetched"])
def test_whatever_a_stranger_sends_in_place_of_a_passkey_signs_nobody_in(options: bool) -> None:
    client = Client()
    for sent in SENT:
        cache.clear()  # who tries so often is slowed
        if options:
            client.get(LOGIN, headers={"X-Requested-With": "XMLHttpRequest"})
        answer = client.post(LOGIN, {"credential": sent})
        told = (answer.status_code, answer.get("Location"))
        assert told == (302, "/account/login/"), sent[:60]
    assert "_auth_user_id" not in client.session


def test_whatever_is_sent_as_a_new_passkey_or_to_show_who_one_is_is_told_to_be_wrong() -> None:
    client = signed_in(make_user())
    for sent in SENT:
        client.get("/account/2fa/webauthn/add/")
        page = client.post("/account/2fa/webauthn/add/", {"name": "Key", "credential": sent})
        assert page.status_code == 200, sent[:60]
        assert page.context["form"].errors, sent[:60]
        again = client.post("/account/2fa/webauthn/reauthenticate/", {"credential": sent})
        assert again.status_code == 302, sent[:60]
    assert not Authenticator.objects.exists()
