"""The managers' page of access tokens: made, shown once, ended; nobody else finds it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from questionnaire.people.models import Accelerator, AccessToken
from questionnaire.people.tokens.actions import MOST_LIVE
from questionnaire.vocabulary import AcceleratorRole
from tests.access.world import signed_in
from tests.factories import make_accelerator, make_accelerator_member, make_user

pytestmark = pytest.mark.django_db


def desk(role: AcceleratorRole = AcceleratorRole.MANAGER) -> tuple[Accelerator, str, Client]:
    found = make_accelerator()
    member = make_accelerator_member(accelerator=found, user=make_user(name="Mara"), role=role)
    return found, f"/accelerators/{found.pk}/tokens/", signed_in(member.user)


def make(client: Client, address: str, name: str = "Dashboard") -> str:
    assert client.post(address, {"name": name, "days": "30"}).status_code == 302
    page = client.get(address).content.decode()
    [token] = re.findall(r'value="(fma_[\w-]{43})"', page)
    return str(token)


def test_a_token_is_shown_once_works_and_ends() -> None:
    found, address, client = desk()
    token = make(client, address)
    page = client.get(address).content.decode()
    assert (token in page, "Dashboard" in page, "Mara" in page, "Not used yet" in page) == (
        False, True, True, True,
    )  # fmt: skip
    row = AccessToken.objects.get()
    assert token not in {row.token_hash, row.name}
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/").json()["accelerator"] == found.name
    assert "Last used on" in client.get(address).content.decode()
    ended = client.post(f"{address}{row.pk}/end/", follow=True).content.decode()
    assert "The token has ended" in ended
    assert program.get("/api/v1/").status_code == 401
    assert client.post(f"{address}{row.pk}/end/").status_code == 302  # twice is once


@pytest.mark.parametrize("role", [AcceleratorRole.REVIEWER, AcceleratorRole.GUEST])
def test_only_managers_of_the_accelerator_find_the_page(role: AcceleratorRole) -> None:
    found, address, manager = desk()
    make(manager, address)
    row = AccessToken.objects.get()
    member = make_accelerator_member(accelerator=found, user=make_user(), role=role)
    for client in (signed_in(member.user), desk()[2], signed_in(make_user())):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Mine", "days": "30"}).status_code == 404
        assert client.post(f"{address}{row.pk}/end/").status_code == 404
    _, elsewhere, other = desk()
    assert other.post(f"{elsewhere}{row.pk}/end/").status_code == 404
    row.refresh_from_db()
    assert (AccessToken.objects.count(), row.revoked_at) == (1, None)
    assert Client().get(address).status_code == 302


def test_what_is_wrong_is_said_at_its_field_and_stays_typed() -> None:
    _, address, client = desk()
    for name, said in ((" \u200b ", "Say what the token is for."), ("x" * 61, "60 characters")):
        page = client.post(address, {"name": name, "days": "30"})
        assert (page.status_code, said in page.content.decode()) == (200, True)
    assert client.post(address, {"name": "A", "days": "9999"}).status_code == 200
    assert not AccessToken.objects.exists()


def test_they_are_not_made_and_ended_without_end(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "write": "2/h/key"}
    _, address, client = desk()
    form = {"name": "Dashboard", "days": "30"}
    assert [client.post(address, form).status_code for _ in range(3)] == [302, 302, 429]


def test_there_are_so_many_and_no_more() -> None:
    found, address, client = desk()
    make(client, address)
    first = AccessToken.objects.get()
    AccessToken.objects.bulk_create(
        AccessToken(
            accelerator=found, name="n", token_hash=uuid.uuid4().hex, by=first.by,
            created_at=first.created_at, expires_at=first.expires_at,
        )
        for _ in range(MOST_LIVE - 1)
    )  # fmt: skip
    page = client.post(address, {"name": "One more", "days": "30"}).content.decode()
    assert "Too many tokens work already" in page
