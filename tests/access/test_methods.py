"""The matrix by every other method, with htmx and without: nothing more is had, nothing written.

What pages look like is not asked here, so templates are left out: that is most of the time.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questionnaire.assessment.models import Assessment
from questionnaire.people.models import User, Venture, VentureMember
from tests.access.state import stored
from tests.access.test_matrix import GET, NOWHERE, POST, address, body
from tests.access.world import CANARY, ROLES, World
from tests.factories import make_assessment

pytestmark = [pytest.mark.django_db, pytest.mark.production]
HX = {"HX-Request": "true"}
TOLD = (404, 302, 401, 403)


def looked_at(name: str) -> Iterator[str]:
    """Who looks at a page: two who have least to do with it, and one of those who are shown it."""
    yield from ("nobody", "other-manager")
    yield from [role for role in ROLES if GET[name][role] == 200][-1:]


def test_head_gets_what_a_page_gets(world: World, bare: None) -> None:
    """It is GET without its body."""
    found = {}
    for name in GET:
        for role in dict.fromkeys(looked_at(name)):
            cache.clear()  # of files, one person has one made at a time
            head = world.clients[role].head(address(world, name))
            if head.streaming:
                head.getvalue()
            if head.status_code not in (GET[name][role], 405):
                found[name, role] = (GET[name][role], head.status_code)
    assert found == {}


WRITING: list[tuple[str, dict[str, str]]] = [("put", {}), ("patch", {}), ("delete", HX)]
FOREMOST = {"owner", "accelerator-owner", "bank-editor", "operator", "nobody"}
"""Those who may do most, each of a kind, and who may do least: they try all three."""


def test_no_other_method_does_anything_for_anybody(world: World, bare: None) -> None:
    """The others try one of the three, by turns."""
    before = stored()
    found = {}
    for name in {*GET, *POST} - {*NOWHERE, "healthz", "readyz"}:
        where = address(world, name)
        for turn, role in enumerate(ROLES):
            codes = {
                method: getattr(world.clients[role], method)(where, headers=headers).status_code
                for method, headers in (WRITING if role in FOREMOST else [WRITING[turn % 3]])
            }
            if not set(codes.values()) <= {405, *TOLD}:
                found[name, role] = codes
    assert found == {}
    assert stored() == before


IDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STRANGERS = ("other-founder", "other-manager", "other-guest", "removed-member")


def test_whatever_is_hidden_answers_to_the_byte_like_what_does_not_exist(
    world: World, unwatched: None
) -> None:
    """Every address with an id in it, by GET and by POST."""
    found = []
    for method, rows in (("get", GET), ("post", POST)):
        for name, role in itertools.product(rows, STRANGERS):
            where = address(world, name, method.upper())
            if rows[name][role] != 404 or not IDS.search(where):
                continue
            absent = IDS.sub(lambda _: str(uuid.uuid4()), where)
            hidden, gone = (getattr(world.clients[role], method)(one) for one in (where, absent))
            if (hidden.status_code, hidden.content) != (gone.status_code, gone.content):
                found.append((method, name, role))
    assert found == []


def strict(world: World) -> Client:
    """The owner's browser where the token is looked at, and what it is."""
    client = Client(enforce_csrf_checks=True)
    client.cookies.load(world.clients["owner"].cookies.output(header=""))
    client.cookies["fmassess-csrf"] = "a" * 32
    return client


ONE_CLICK = {"no-reminders"}
"""A mail program posts there without a page (RFC 8058): its secret stands in the address."""


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_a_form_from_elsewhere_is_refused_even_with_the_token(world: World, origin: str) -> None:
    """As a page of another site would send it, if it ever got hold of somebody's token."""
    before = stored()
    codes = {}
    for name in set(POST) - ONE_CLICK:
        client = strict(world)
        sent = body(world, name) | {"csrfmiddlewaretoken": "a" * 32}
        where = address(world, name, "POST")
        codes[name] = client.post(where, sent, headers={"Origin": origin}).status_code
    assert set(codes.values()) == {403}
    assert stored() == before


def test_the_token_of_another_browser_is_refused(world: World) -> None:
    client = strict(world)
    sent = {"name": "Mine", "stage": "", "csrfmiddlewaretoken": "b" * 32}
    assert client.post(address(world, "venture", "POST"), sent).status_code == 403
    sent["csrfmiddlewaretoken"] = "a" * 32
    assert client.post(address(world, "venture", "POST"), sent).status_code == 302


MORE = {
    "owner": "7", "tenant": "7", "venture": "7", "assessment": str(uuid.uuid4()), "score": "100",
    "version": "9", "is_staff": "1", "is_superuser": "1", "status": "submitted", "weight": "9",
    "submitted_at": "2020-01-01", "created_at": "2020-01-01", "claimed_at": "", "revision": "9",
}  # fmt: skip


def test_nothing_is_stored_that_the_form_does_not_ask_for(world: World) -> None:
    """Each form that changes something, plainly and with more: the same rows come of both."""
    found = []
    for name in ("venture", "account", "plan-item", "decide-step", "cohort-settings", "release"):
        role = "accelerator-owner" if name == "cohort-settings" else "owner"
        form = body(world, name)
        after = []
        for sent in (form, form | {key: one for key, one in MORE.items() if key not in form}):
            with transaction.atomic():
                world.clients[role].post(address(world, name, "POST"), sent)
                people = User.objects.order_by("pk").values_list("is_staff", "is_superuser", "name")
                sheets = Assessment.objects.order_by("pk").values_list(
                    "status", "revision", "venture_id", "edition_id"
                )
                ventures = Venture.objects.order_by("pk").values_list(
                    "name", "created_at", "claimed_at"
                )
                after.append([*people, *sheets, *ventures])
                transaction.set_rollback(True)
        if after[0] != after[1]:
            found.append(name)
    assert found == []


def test_the_id_of_the_address_wins_over_any_other(world: World) -> None:
    """An id in the query or in the body reaches nobody else's."""
    theirs, ours = world.assessment.pk, VentureMember.objects.get(
        venture__name="Two", role="owner"
    ).venture  # fmt: skip
    own = make_assessment(venture=ours, edition=world.assessment.edition)
    query = f"?assessment={own.pk}&assessment={theirs}&venture={world.assessment.venture_id}"
    for name in ("overview", "venture", "check-answers", "plan", "scenarios", "release", "members"):
        where = address(world, name).replace(str(theirs), str(own.pk))
        page = world.clients["other-founder"].get(where + query)
        assert page.status_code == 200, name
        assert CANARY.encode() not in page.content, name
    sent = {"name": "Moved", "stage": "", "assessment": str(theirs), "id": str(theirs)}
    world.clients["other-founder"].post(f"/a/{own.pk}/venture/", sent)
    assert sorted(Venture.objects.values_list("name", flat=True)) == ["Moved", "One"]


ORDERS = (
    "order_by=answers__value", "sort=owner__password", "sort=-venture__members__user__password",
    "o=-1.password", "filter=%7B%22_connector%22%3A%22OR%201%3D1%22%7D", "password__startswith=p",
    "_connector=OR", "user__password__regex=a", "after=%5B%22x%22%5D", "page=99999999999999999999",
)  # fmt: skip


BY_PASSWORD = re.compile(r"password\S* *(=|<|>|~|LIKE|REGEXP|IN\b)|ORDER BY[^()]*password")
"""Of a query that asks for more than the column, as that for whoever is signed in does."""


def test_no_column_is_sorted_or_narrowed_by_that_is_not_offered(world: World) -> None:
    with CaptureQueriesContext(connection) as asked_for:
        codes = {
            world.clients[role].get(f"{address(world, name)}?{order}").status_code
            for role, name in (
                ("manager", "cohort"), ("manager", "review-queue"), ("manager", "cohorts"),
                ("manager", "cohort-invitations"), ("owner", "scenarios"), ("owner", "history"),
                ("bank-editor", "desk-inbox"),
            )
            for order in ORDERS
        }  # fmt: skip
    assert codes <= {200, 302, 400, 404}
    assert [one["sql"] for one in asked_for if BY_PASSWORD.search(one["sql"])] == []
