"""The pages of answering apart: the whole way, what each reader is offered, and their queries."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from questionnaire.apart.models import Settlement
from questionnaire.assessment.actions import Content, carry_id, save_answer
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.vocabulary import AssessmentStatus
from tests.access.world import holding
from tests.apart.rooms import Room, disputed
from tests.factories import NOW, make_grant
from tests.harness.once import made_once

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def differences(room: Room) -> str:
    return f"{room.base}apart/differences/"


def opened() -> tuple[Room, Client]:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    return room, room.client(room.ada)


ground, differing = made_once(opened)


# ---------------------------------------------------------------- one's own sheet


def test_from_the_overview_to_a_sheet_of_ones_own_and_its_pages() -> None:
    room = Room()
    client = room.client(room.ben)
    for page in (room.base, f"{room.base}members/"):
        assert f'href="{room.base}apart/"' in client.get(page).content.decode()
    assert client.post(f"{room.base}apart/").headers["Location"] == f"{room.base}apart/"
    [sheet] = Assessment.apart_sheets.all()
    page = client.get(f"{room.base}apart/").content.decode()
    assert f"/a/{sheet.pk}/c/funding/" in page
    category = client.get(f"/a/{sheet.pk}/c/funding/").content.decode()
    assert "nobody else sees what you answer here" in category
    assert f'<a href="/a/{room.found.pk}/"' in category  # the masthead leads to what is shared
    assert "history/" not in category
    saved = client.post(
        f"/a/{sheet.pk}/answers/funding-route/",
        {"mutation": str(uuid.uuid4()), "base": "0", "value": "closed"},
    )
    assert saved.status_code == 200
    live = client.get(f"/a/{sheet.pk}/live/", headers={"HX-Request": "true"}).content.decode()
    assert "moved" in live
    assert client.get(f"/a/{sheet.pk}/").headers["Location"] == f"{room.base}apart/"
    assert Answer.objects.get().assessment_id == sheet.pk


def test_without_script_a_whole_category_is_saved_on_ones_own_sheet() -> None:
    room = Room()
    [sheet] = room.begin(room.ben)
    client = room.client(room.ben)
    where = f"/a/{sheet.pk}/c/funding/"
    reply = client.post(
        where, {"shown": ["funding-route"], "funding-route": "closed", "funding-route.base": "0",
                "go": "next"},
    )  # fmt: skip
    assert reply.status_code == 302
    assert str(sheet.pk) in reply.headers["Location"]
    assert sheet.answers.get().value == {"value": "closed"}
    client.post(where, {"shown": ["funding-route"], "funding-route": "closed",
                        "funding-route.base": "1", "flag": "funding-route"})  # fmt: skip
    sheet.refresh_from_db()
    assert sheet.flagged == ["funding-route"]


def test_what_was_laid_open_is_read_and_not_changed(differing: Any) -> None:
    room, client = differing
    sheet = Assessment.apart_sheets.get(apart_by=room.ada)
    page = client.get(f"/a/{sheet.pk}/c/funding/").content.decode()
    assert "It can be changed no more" in page
    assert "Save and continue" not in page
    refused = client.post(
        f"/a/{sheet.pk}/answers/funding-route/",
        {"mutation": str(uuid.uuid4()), "base": "1", "value": "closed"},
    )
    assert (refused.status_code, "laid open" in refused.json()["problem"]) == (422, True)


def test_laying_open_stopping_and_ending_ask_first() -> None:
    room = Room()
    ada, ben = room.begin(room.ada, room.ben)
    client = room.client(room.ada)
    for page in ("lay-open", "stop", "close"):
        assert client.get(f"{room.base}apart/{page}/").status_code == 200
    ada.refresh_from_db()
    assert ada.status == AssessmentStatus.OPEN
    client.post(f"{room.base}apart/lay-open/")
    ada.refresh_from_db()
    assert ada.status == AssessmentStatus.LAID_OPEN  # with every question left open
    room.client(room.ben).post(f"{room.base}apart/stop/")
    assert not Assessment.apart_sheets.filter(pk=ben.pk).exists()
    client.post(f"{room.base}apart/close/")
    assert room.going.closed_at is not None


def test_a_guest_is_told_why_this_needs_an_account() -> None:
    room, _ada, _ben = disputed()
    guest = holding(make_grant(venture=room.found.venture).grant)
    page = guest.get(f"{room.base}apart/")
    assert "needs an account" in page.content.decode()
    assert not page.context["page"].may_begin
    assert guest.post(f"{room.base}apart/").status_code == 403


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("", (302, 302, 403, 403)),
        ("lay-open/", (302, 302, 403, 403)),
        ("stop/", (302, 302, 302, 403)),
        ("close/", (302, 403, 403, 403)),
        ("differences/", (302, 422, 403, 403)),
        ("differences/funding-route/", (302, 409, 403, 403)),
    ],
)
def test_who_may_do_what_in_a_round(path: str, codes: tuple[int, ...]) -> None:
    """Owner, editor, viewer, guest; strangers are in the access matrix. The editor comes second:
    nothing is left to take over, and the question was settled meanwhile."""
    room, ada, ben = disputed()
    if "differences" in path:
        room.lay_open(ada, ben)
    body = {"pick": str(room.ben.pk), "base": "0", "take": "funding-secured",
            "funding-secured.base": "0"}  # fmt: skip
    guest = holding(make_grant(venture=room.found.venture).grant)
    clients = [*(room.client(one) for one in (room.ada, room.ben, room.vera)), guest]
    assert tuple(one.post(f"{room.base}apart/{path}", body).status_code for one in clients) == codes


# ---------------------------------------------------------------- the disagreements


def test_the_page_tells_who_says_what_and_what_moves_the_result_most_first() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    page = room.client(room.ada).get(differences(room)).context["page"]
    [dispute] = page.disputes
    assert dispute.key == "funding-route"
    assert [(one.who, one.said) for one in dispute.sides] == [
        ("Ada", "Open weights"), ("Ben", dispute.sides[1].said),
    ]  # fmt: skip
    assert "with the answer of Ada" in dispute.moves
    assert "with the answer of Ben" in dispute.moves
    assert [one.key for one in page.agreed] == ["funding-secured"]
    assert [(one.key, one.silent) for one in page.partly] == [("funding-runway", "Ada")]


def test_taking_over_saves_what_is_ticked_with_what_stands_beside_it(differing: Any) -> None:
    room, client = differing
    reply = client.post(
        differences(room), {"take": "funding-secured", "funding-secured.base": "0"}, follow=True
    )
    assert "1 answer was taken over." in reply.content.decode()
    answer = Answer.objects.get(assessment=room.found)
    assert (answer.question, answer.evidence) == ("funding-secured", "CNRY-apart")
    page = reply.context["page"]
    assert (page.agreed, page.alike, len(page.taken)) == ((), 1, 1)
    nothing = client.post(differences(room))
    assert (nothing.status_code, "Tick what is to be" in nothing.content.decode()) == (422, True)


def test_settling_shrinks_the_list_and_tells_below_who_and_why(differing: Any) -> None:
    room, client = differing
    reply = client.post(
        f"{differences(room)}funding-route/",
        {"pick": str(room.ben.pk), "base": "0", "why": "It pays."}, follow=True,
    )  # fmt: skip
    page = reply.context["page"]
    assert page.disputes == ()
    [one] = page.settled
    assert (one.how, one.why, one.by) == ("the answer of Ben", "It pays.", "Ada")
    answer = Answer.objects.get(assessment=room.found)
    assert (answer.value, answer.claim, answer.note) == ({"value": "closed"}, "plan", "CNRY-apart")
    history = room.client(room.vera).get(f"{room.base}answers/funding-route/history/")
    assert "Ada" in history.content.decode()


def test_another_answer_is_written_on_the_questions_card(differing: Any) -> None:
    room, client = differing
    where = f"{differences(room)}funding-route/"
    assert "Or write another answer" in client.get(where).content.decode()
    empty = client.post(where, {"pick": "own", "base": "0"})
    assert (empty.status_code, Settlement.objects.count()) == (422, 0)
    client.post(
        where, {"pick": "own", "base": "0", "funding-route": "undecided",
                "funding-route.claim": "guess"},
    )  # fmt: skip
    answer = Answer.objects.get(assessment=room.found)
    assert (answer.value, answer.claim) == ({"value": "undecided"}, "guess")
    assert Settlement.objects.get().how == "written"


def test_the_shared_answer_can_stay() -> None:
    room, ada, ben = disputed()
    room.say(room.found, "funding-route", "undecided")
    room.lay_open(ada, ben)
    client = room.client(room.ada)
    [dispute] = client.get(differences(room)).context["page"].disputes
    assert [(one.pick, one.shared) for one in dispute.sides][-1] == ("shared", True)
    client.post(f"{differences(room)}funding-route/", {"pick": "shared", "base": "1"})
    assert Settlement.objects.get().how == "shared"
    assert Answer.objects.get(assessment=room.found).value == {"value": "undecided"}


def test_a_conflict_with_oneself_on_ones_own_sheet_says_so() -> None:
    room = Room()
    [sheet] = room.begin(room.ada)
    room.say(sheet, "funding-route", "closed")
    late = room.client(room.ada).post(
        f"/a/{sheet.pk}/answers/funding-route/",
        {"mutation": str(uuid.uuid4()), "base": "0", "value": "undecided"},
    )
    assert late.status_code == 409
    assert late.json()["problem"].startswith("In another window you changed this")


def test_what_is_done_apart_is_counted_as_any_change(settings: Any, differing: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "write": "3/h/key"}
    room, client = differing
    sent = [client.post(f"{room.base}apart/").status_code for _ in range(4)]
    assert sent == [302, 302, 302, 429]


def test_settling_uses_up_no_id_that_is_ours_to_give(differing: Any) -> None:
    room, client = differing
    ours = carry_id(uuid.uuid4(), 1)
    client.post(
        f"{differences(room)}funding-route/",
        {"pick": str(room.ben.pk), "base": "0", "mutation": str(ours)},
    )
    assert Settlement.objects.get().revision.mutation != ours


@pytest.mark.parametrize("pick", ["", "9999999", "nobody", "-1", "²"])
def test_a_choice_of_nobodys_answer_is_refused(pick: str, differing: Any) -> None:
    room, client = differing
    reply = client.post(f"{differences(room)}funding-route/", {"pick": pick, "base": "0"})
    assert (reply.status_code, Answer.objects.filter(assessment=room.found).count()) == (422, 0)


def test_who_settles_after_another_sees_both_and_is_asked(differing: Any) -> None:
    room, client = differing
    where = f"{differences(room)}funding-route/"
    room.client(room.ben).post(where, {"pick": str(room.ben.pk), "base": "0"})
    late = client.post(where, {"pick": str(room.ada.pk), "base": "0", "why": "Mine."})
    text = late.content.decode()
    assert late.status_code == 409
    assert "changed the shared answer meanwhile" in text
    assert re.search(rf'value="{room.ada.pk}"[^>]* checked', text)
    assert 'value="Mine."' in text
    base = late.context["matter"].base
    client.post(where, {"pick": str(room.ada.pk), "base": str(base), "why": "Mine."})
    assert Answer.objects.get(assessment=room.found).value == {"value": "open-weights"}
    assert [one.by for one in Settlement.objects.order_by("pk")] == [room.ben, room.ada]


def test_a_sheet_laid_open_later_brings_back_what_it_says_otherwise(differing: Any) -> None:
    room, client = differing
    client.post(f"{differences(room)}funding-route/", {"pick": str(room.ben.pk), "base": "0"})
    [cleo] = room.begin(room.cleo)
    room.say(cleo, "funding-route", "undecided")
    room.lay_open(cleo, at=Settlement.objects.get().at + dt.timedelta(minutes=1))
    page = client.get(differences(room)).context["page"]
    assert [one.key for one in page.disputes] == ["funding-route"]
    assert len(page.settled) == 1


def test_a_reader_reads_and_is_offered_no_settling(differing: Any) -> None:
    room, _client = differing
    room.close()
    page = room.client(room.vera).get(differences(room))
    assert (page.status_code, page.context["settles"]) == (200, False)
    assert "Take over what is ticked" not in page.content.decode()
    assert room.client(room.vera).get(f"{differences(room)}funding-route/").status_code == 200


def test_sent_answers_are_reopened_before_anything_is_settled(differing: Any) -> None:
    room, client = differing
    Assessment.objects.filter(pk=room.found.pk).update(status=AssessmentStatus.SUBMITTED)
    assert "Reopen them on the overview" in client.get(differences(room)).content.decode()
    reply = client.post(
        f"{differences(room)}funding-route/", {"pick": str(room.ben.pk), "base": "0"}, follow=True
    )
    assert "Reopen them first, then settle" in reply.content.decode()
    assert not Settlement.objects.exists()


@pytest.mark.parametrize("language", ["es", "de"])
def test_the_pages_speak_every_language(language: str, differing: Any) -> None:
    room, client = differing
    for page in ("apart/", "apart/differences/", "apart/differences/funding-route/"):
        text = client.get(f"{room.base}{page}", headers={"Accept-Language": language})
        assert f'<html lang="{language}">' in text.content.decode()
        assert "with the answer of" not in text.content.decode()


# ---------------------------------------------------------------- queries


def test_the_pages_take_the_same_queries_however_much_is_answered(
    django_assert_num_queries: Any, differing: Any
) -> None:
    room, client = differing
    room.begin(room.cleo)
    client.get(f"{room.base}apart/")
    # session; assessment, members, round, own sheet, who began, what is open
    with django_assert_num_queries(1 + 6):
        client.get(f"{room.base}apart/")
    own = room.client(room.cleo)
    own.get(f"{room.base}apart/")
    with django_assert_num_queries(1 + 6 + 1):  # and its answers
        own.get(f"{room.base}apart/")


@pytest.mark.parametrize("people", [2, 3])
def test_the_disagreements_take_the_same_queries_however_many_laid_open(
    django_assert_num_queries: Any, people: int, differing: Any
) -> None:
    room, client = differing
    if people > 2:
        [cleo] = room.begin(room.cleo)
        room.say(cleo, "funding-route", "undecided")
        room.lay_open(cleo)
    client.get(differences(room))
    # session; assessment, round, sheets, answers, what was settled, whether one may settle
    with django_assert_num_queries(1 + 6):
        client.get(differences(room))


def test_taking_over_without_a_version_that_was_seen_takes_nothing(differing: Any) -> None:
    room, client = differing
    page = client.get(differences(room)).context["page"]
    keys = [one.key for one in (*page.agreed, *page.partly)]
    answer = client.post(differences(room), {"take": keys}, follow=True)
    assert answer.status_code == 200
    assert room.found.answers.count() == 0
    assert b"they stand below" in answer.content


def test_an_edit_that_was_saved_otherwise_is_never_told_as_settled() -> None:
    room, ada, ben = disputed()
    earlier = uuid.uuid4()
    save_answer(
        assessment=room.found.pk, question="funding-route", content=Content({"value": "undecided"}),
        base=0, mutation=earlier, by=room.ada.pk, at=NOW,
    )  # fmt: skip
    room.lay_open(ada, ben)
    form = {"pick": str(room.ben.pk), "base": "1", "mutation": str(earlier), "why": "Ben said so"}
    room.client(room.ada).post(f"{differences(room)}funding-route/", form)
    assert not Settlement.objects.exists()


def test_what_is_done_in_a_round_is_counted_as_every_change(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "write": "3/h/key"}
    room = Room()
    ada, ben = room.client(room.ada), room.client(room.ben)
    assert [ada.post(f"{room.base}apart/{one}").status_code
            for one in ("", "stop/", "", "stop/")] == [302, 302, 302, 429]  # fmt: skip
    assert ben.post(f"{room.base}apart/").status_code == 302  # nobody uses up another one's
