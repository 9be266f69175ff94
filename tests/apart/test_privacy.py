"""Privacy above all: what is answered apart is read by nobody else before both laid theirs open.

Attacked as somebody would: every address that takes an assessment, with the shared one's
id and with the sheet's own, as a page and as a fragment, by everybody but its writer.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, reverse

from questionnaire.apart.actions import stop_apart
from questionnaire.assessment.models import Assessment
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import give_role, remove
from questionnaire.report.actions import submit_assessment
from questionnaire.vocabulary import VentureRole
from tests.access.world import holding
from tests.apart.rooms import CANARY, Room, disputed
from tests.factories import NOW, make_editor, make_enrolment, make_grant, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.production]
LATER = NOW + dt.timedelta(hours=1)
VALUES: dict[str, Any] = {
    "category": "funding", "question": "funding-route", "step": "means", "path": "staged-gated",
    "number": 1, "member": 1,
}  # fmt: skip
NOTHING = uuid.uuid4()
"""For whatever else an address takes: a page that needs more than the assessment is not there."""


def addresses(assessment: uuid.UUID) -> Iterator[tuple[str, str]]:
    """Every address that takes an assessment."""
    names = [one for one in get_resolver().reverse_dict if isinstance(one, str)]
    for name in sorted(names):
        _, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
        if "assessment" in parameters:
            values = VALUES | {"assessment": assessment}
            yield name, reverse(name, kwargs={one: values.get(one, NOTHING) for one in parameters})


def body(client: Client, where: str, **headers: str) -> tuple[int, str]:
    answer = client.get(where, headers=headers)
    if answer.streaming:
        return answer.status_code, b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
    return answer.status_code, answer.content.decode()


def the_ventures(room: Room) -> dict[str, Client]:
    """Who belongs to the venture, Ben apart."""
    return {
        "ada": room.client(room.ada), "cleo": room.client(room.cleo),
        "vera": room.client(room.vera),
        "guest": holding(make_grant(venture=room.found.venture).grant),
    }  # fmt: skip


def everybody_but_ben(room: Room) -> dict[str, Client]:
    return the_ventures(room) | {
        "nobody": Client(),
        "stranger": room.client(make_user()), "bank-editor": room.client(make_editor()),
        "operator": room.client(make_user(is_staff=True, is_superuser=True)),
    }  # fmt: skip


@cache
def unread() -> frozenset[str]:
    """Names of those addresses that take no GET: they have no body to read, for anybody."""
    asked = ((name, Client().get(where)) for name, where in addresses(NOTHING))
    return frozenset(name for name, answer in asked if answer.status_code == 405)


def pages_of(assessment: uuid.UUID) -> list[tuple[str, str]]:
    """Every address that takes an assessment and can be read."""
    return [one for one in addresses(assessment) if one[0] not in unread()]


PART = {"HX-Request": "true"}


def leaks(
    room: Room, sheet: Assessment, clients: dict[str, Client], asked: list[HttpRequest],
    *, last: bool = True,
) -> list[tuple[str, str]]:  # fmt: skip
    """Who read the canary where, as a page and as a part of one where there is any; and who got
    anything but 404 from the sheet's own addresses. last: when a test asks for the last time,
    those are asked for too."""
    found = []
    own = pages_of(sheet.pk) if last else []
    for who, client in clients.items():
        for name, where in pages_of(room.found.pk):
            asked.clear()
            _code, text = body(client, where)
            part = body(client, where, **PART)[1] if asked else ""
            if CANARY in text + part:
                found.append((who, name))
        for name, where in own:
            code, text = body(client, where, **PART)
            if CANARY in text or code != 404:
                found.append((who, f"{name} of the sheet: {code}"))
    return found


@pytest.mark.usefixtures("unwatched")
def test_an_unopened_sheet_is_read_by_nobody_else_anywhere(asked: list[HttpRequest]) -> None:
    room, ada, ben = disputed()
    make_enrolment(venture=room.found.venture)
    assert leaks(room, ben, the_ventures(room), asked, last=False) == []
    room.lay_open(ada)  # one of the two alone opens nothing
    assert leaks(room, ben, the_ventures(room), asked, last=False) == []
    room.say(room.found, "funding-route", "undecided")
    submit_assessment(assessment=room.found, at=NOW)
    assert leaks(room, ben, everybody_but_ben(room), asked) == []


@pytest.mark.usefixtures("unwatched")
def test_a_laid_open_sheet_is_read_by_those_alone_who_laid_theirs_open(
    asked: list[HttpRequest],
) -> None:
    room, ada, ben = disputed()
    [cleo] = room.begin(room.cleo)
    room.lay_open(ben)
    assert leaks(room, ben, the_ventures(room), asked, last=False) == []
    room.lay_open(ada)
    reads = leaks(room, ben, the_ventures(room), asked, last=False)
    assert {who for who, _name in reads} == {"ada"}
    assert {name for _who, name in reads} == {
        "apart-differences", "apart-settle", "download-html", "download-json",
    }  # fmt: skip
    room.lay_open(cleo)  # everything is open now that ever will be
    reads = leaks(room, ben, everybody_but_ben(room), asked)
    assert {who for who, _name in reads} == {"ada", "cleo", "vera"}


def test_no_write_reaches_anothers_sheet() -> None:
    room, ada, ben = disputed()
    for who, client in everybody_but_ben(room).items():
        for name, where in addresses(ben.pk):
            answer = client.post(where, {"mutation": str(uuid.uuid4()), "base": "1",
                                         "value": "undecided", "on": "1"})  # fmt: skip
            assert answer.status_code in (401, 404, 405), (who, name)
    assert Assessment.apart_sheets.get(pk=ben.pk).flagged == []
    assert ben.answers.get(question="funding-route").version == 1
    assert ada.answers.get(question="funding-route").version == 1


def test_to_its_writer_a_sheet_exists_for_answering_and_for_nothing_else() -> None:
    room, _ada, ben = disputed()
    client = room.client(room.ben)
    exists = {
        name for name, where in addresses(ben.pk)
        if body(client, where, **{"HX-Request": "true"})[0] not in (404, 405)
    }  # fmt: skip
    assert exists == {"category", "follow-ups", "live", "overview"}
    taken = {
        name for name, where in addresses(ben.pk)
        if name != "category" and client.post(where, {"on": "1"}).status_code not in (404, 405)
    }  # fmt: skip
    assert taken == {"save-answer", "flag"}


@pytest.mark.usefixtures("unwatched")
def test_ending_a_round_opens_nothing_to_the_owner_who_ended_it(asked: list[HttpRequest]) -> None:
    room, _ada, ben = disputed()
    room.lay_open(ben)
    room.close()
    clients = {who: one for who, one in the_ventures(room).items() if who != "vera"}
    assert leaks(room, ben, clients, asked) == []


def test_an_editor_made_a_reader_reads_nothing_with_a_sheet_kept_back(
    asked: list[HttpRequest],
) -> None:
    room, ada, ben = disputed()
    room.lay_open(ben)
    room.begin(room.cleo)
    give_role(member=room.member(room.cleo), role=VentureRole.VIEWER, by=Actor(room.ada.pk), at=NOW)
    room.lay_open(ada)
    assert leaks(room, ben, {"cleo": room.client(room.cleo)}, asked) == []


@pytest.mark.usefixtures("unwatched")
def test_a_removed_members_sheet_is_shown_to_nobody_and_they_see_nothing(
    asked: list[HttpRequest],
) -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    ben_himself = room.client(room.ben)
    remove(member=room.member(room.ben), by=Actor(room.ada.pk), at=NOW)
    assert leaks(room, ben, the_ventures(room), asked) == []
    assert {body(ben_himself, where, **{"HX-Request": "true"})[0]
            for _n, where in addresses(ben.pk)} <= {404, 405}  # fmt: skip
    ben_with_a_link = holding(make_grant(venture=room.found.venture).grant)
    ben_with_a_link.cookies.update(ben_himself.cookies)
    assert leaks(room, ada, {"ben": ben_with_a_link}, asked) == []


def test_states_are_all_that_others_learn_of_a_sheet() -> None:
    room, _ada, _ben = disputed()
    page = room.client(room.ada).get(f"{room.base}apart/").context["page"]
    assert [(one.name, one.state) for one in page.members] == [
        ("Ada", "open"), ("Ben", "open"), ("Cleo", "none"), ("Vera", "reads"),
    ]  # fmt: skip


def test_a_download_holds_ones_own_sheet_and_those_laid_open_to_its_reader() -> None:
    room, ada, ben = disputed()

    def sheets(client: Client) -> tuple[set[str], int, int]:
        text = body(client, f"{room.base}download.json")[1]
        found = json.loads(text)
        assert [row["id"] for row in found["assessments"]] == [str(room.found.pk)]
        assert found["answers"] == found["answer_revisions"] == []
        ids = {row["id"] for row in found["apart_sheets"]}
        assert {row["assessment_id"] for row in found["apart_answers"]} <= ids
        return ids, len(found["apart_answers"]), len(found["apart_answer_revisions"])

    one, two = room.client(room.ada), room.client(room.ben)
    guest = holding(make_grant(venture=room.found.venture).grant)
    assert sheets(one) == ({str(ada.pk)}, 2, 2)
    assert sheets(two) == ({str(ben.pk)}, 3, 3)
    assert sheets(guest) == (set(), 0, 0)
    room.lay_open(ada, ben)
    assert sheets(one) == sheets(two) == ({str(ada.pk), str(ben.pk)}, 5, 5)
    assert sheets(guest) == sheets(room.client(room.cleo)) == (set(), 0, 0)
    assert CANARY in body(one, f"{room.base}download.html")[1]


def test_what_was_settled_is_told_to_those_alone_who_may_read_the_sheets() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    room.client(room.ada).post(
        f"{room.base}apart/differences/funding-route/",
        {"pick": str(room.ben.pk), "base": "0", "why": "CNRY-why"},
    )
    room.close()  # Vera reads: nobody lays open any more
    for user, told in ((room.ada, True), (room.vera, True), (room.cleo, False)):
        client = room.client(user)
        pages = [body(client, where)[1] for _name, where in addresses(room.found.pk)]
        assert any("CNRY-why" in page for page in pages) is told, user


def test_a_reader_reads_nothing_while_somebody_who_did_not_begin_could_answer_by_it() -> None:
    room, ada, ben = disputed()
    stop_apart(sheet=ada, by=Actor(room.ada.pk))
    room.lay_open(ben)  # and Ada, who begins later, invited Vera: another account of hers
    vera = room.client(room.vera)
    page = vera.get(f"{room.base}apart/differences/")
    assert (page.status_code, page.headers["Location"]) == (302, f"{room.base}apart/")
    room.close()
    assert vera.get(f"{room.base}apart/differences/").status_code == 200
