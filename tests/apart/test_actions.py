"""What is done apart: who may, once only, in which order, and what the database itself refuses."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from questionnaire.apart.actions import (
    Choice,
    NotNow,
    NotYours,
    agreed_id,
    begin_apart,
    close_round,
    lay_open,
    settle,
    stop_apart,
    take_over,
)
from questionnaire.apart.models import Settlement
from questionnaire.assessment.actions import Conflict, Content, NotOpen, Saved, save_answer, submit
from questionnaire.assessment.models import Answer, AnswerRevision, ApartRound, Assessment
from questionnaire.people.account.actions import delete_account
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import give_role, remove
from questionnaire.vocabulary import AssessmentStatus, Settled, VentureRole
from tests.apart.rooms import Room, disputed
from tests.factories import NOW, make_assessment, make_grant, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def choice(value: str = "closed", *, base: int = 0, **more: object) -> Choice:
    kinds: dict[str, object] = {"how": Settled.PICKED, "mutation": uuid.uuid4(), **more}
    return Choice("funding-route", Content({"value": value}), base, **kinds)  # type: ignore[arg-type]


# ---------------------------------------------------------------- sheets


def test_beginning_twice_is_one_round_and_one_sheet() -> None:
    room = Room()
    [first, again, other] = room.begin(room.ada, room.ada, room.ben)
    assert (first.pk, first.apart_id) == (again.pk, other.apart_id)
    assert ApartRound.objects.count() == 1
    assert Assessment.apart_sheets.count() == 2


def test_who_may_answer_is_told_once_that_a_round_began() -> None:
    room = Room()
    room.begin(room.ada, room.ben, room.ada)
    assert [one.to for one in mail.outbox] == [[room.ben.email], [room.cleo.email]]
    assert "Ada" in mail.outbox[0].subject and "Atlas" in mail.outbox[0].subject
    assert f"{room.base}apart/" in mail.outbox[0].body


def test_a_sheet_apart_is_no_assessment_for_anybody_who_asks_for_assessments() -> None:
    room = Room()
    room.begin(room.ada)
    assert list(Assessment.objects.all()) == [room.found]
    assert list(room.found.venture.assessments.all()) == [room.found]
    assert list(Assessment.objects.visible_to(Actor(room.ada.pk))) == [room.found]


@pytest.mark.parametrize("who", ["viewer", "stranger", "guest", "nobody"])
def test_only_members_who_may_answer_begin(who: str) -> None:
    room = Room()
    actor = {
        "viewer": Actor(room.vera.pk),
        "stranger": Actor(make_user().pk),
        "guest": Actor(grant_ids=(make_grant(venture=room.found.venture).grant.pk,)),
        "nobody": Actor(),
    }[who]
    with pytest.raises(NotYours):
        begin_apart(assessment=room.found, by=actor, at=NOW)
    assert not ApartRound.objects.exists()


def test_nobody_begins_apart_from_answers_that_were_left() -> None:
    room = Room()
    Assessment.objects.filter(pk=room.found.pk).update(
        left_for=make_assessment(venture=room.found.venture, edition=room.edition)
    )
    with pytest.raises(NotNow):
        room.begin(room.ada)


def test_what_is_laid_open_never_changes_and_stays_as_it_was_laid_open() -> None:
    room, ada, _ben = disputed()
    room.lay_open(ada)
    lay_open(sheet=ada, by=Actor(room.ada.pk), at=LATER)
    ada.refresh_from_db()
    assert (ada.status, ada.laid_open_at) == (AssessmentStatus.LAID_OPEN, NOW)
    with pytest.raises(NotOpen):
        save_answer(
            assessment=ada.pk, question="funding-route", content=Content({"value": "closed"}),
            base=1, mutation=uuid.uuid4(), by=room.ada.pk, at=LATER,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(assessment=ada).update(note="otherwise")


def test_nobody_lays_open_or_deletes_anothers_sheet() -> None:
    room, ada, _ben = disputed()
    for actor in (Actor(room.ben.pk), Actor(room.vera.pk), Actor(make_user().pk), Actor()):
        with pytest.raises(NotYours):
            lay_open(sheet=ada, by=actor, at=NOW)
        with pytest.raises(NotYours):
            stop_apart(sheet=ada, by=actor)
    assert Assessment.apart_sheets.get(pk=ada.pk).status == AssessmentStatus.OPEN


def test_a_sheet_cannot_be_sent_moved_on_or_made_the_ventures_own() -> None:
    room, ada, _ben = disputed()
    with pytest.raises(NotOpen):
        submit(assessment=ada, at=NOW)
    for change in (
        {"status": AssessmentStatus.SUBMITTED}, {"status": AssessmentStatus.LAID_OPEN},
        {"apart": None}, {"apart_by": None}, {"carried_from": room.found}, {"revision": 2},
        {"left_for": room.found}, {"laid_open_at": NOW},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.apart_sheets.filter(pk=ada.pk).update(**change)
    for change in ({"status": AssessmentStatus.LAID_OPEN}, {"apart_by": room.ada}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=room.found.pk).update(**change)


def test_stopping_deletes_the_sheet_with_its_answers_and_revisions_and_no_others() -> None:
    room, _ada, ben = disputed()
    before = AnswerRevision.objects.count()
    stop_apart(sheet=ben, by=Actor(room.ben.pk))
    assert not Answer.objects.filter(assessment=ben.pk).exists()
    assert AnswerRevision.objects.count() == before - 3
    assert Assessment.apart_sheets.count() == 1


def test_what_is_laid_open_is_not_taken_back() -> None:
    room, ada, _ben = disputed()
    room.lay_open(ada)
    with pytest.raises(NotNow):
        stop_apart(sheet=ada, by=Actor(room.ada.pk))


def test_an_owner_ends_a_round_once_and_the_next_begins_empty() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada)
    with pytest.raises(NotYours):
        close_round(going=room.going, by=Actor(room.ben.pk), at=NOW)
    room.close()
    close_round(going=room.going, by=Actor(room.ada.pk), at=LATER)
    assert room.going.closed_at == NOW
    with pytest.raises(NotNow):
        room.lay_open(ben)
    [sheet] = [begin_apart(assessment=room.found, by=Actor(room.ben.pk), at=LATER)]
    assert sheet.apart_id != ben.apart_id
    assert not sheet.answers.exists()


# ---------------------------------------------------------------- settling


def test_settling_saves_the_shared_answer_under_the_settlers_name() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    picked = choice(picked=room.ben.pk, why="It pays.")
    result = settle(going=room.going, choice=picked, by=Actor(room.ada.pk), at=LATER)
    assert result == Saved(1, LATER)
    one = Settlement.objects.get()
    assert (one.question, one.how, one.picked, one.by, one.why, one.at) == (
        "funding-route", "picked", room.ben, room.ada, "It pays.", LATER,
    )  # fmt: skip
    revision = AnswerRevision.objects.get(answer__assessment=room.found)
    assert (one.revision, revision.by, revision.value) == (revision, room.ada, {"value": "closed"})


def test_settling_twice_with_one_edit_settles_once() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    same = choice()
    for _ in range(2):
        settle(going=room.going, choice=same, by=Actor(room.ada.pk), at=LATER)
    assert (Settlement.objects.count(), Answer.objects.get(assessment=room.found).version) == (1, 1)


def test_who_settles_later_gets_what_stands_and_changes_nothing() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    settle(going=room.going, choice=choice("closed"), by=Actor(room.ada.pk), at=LATER)
    late = settle(going=room.going, choice=choice("staged"), by=Actor(room.ben.pk), at=LATER)
    assert isinstance(late, Conflict)
    assert late.content.value == {"value": "closed"}
    assert Settlement.objects.count() == 1


def test_nobody_settles_while_somebody_answers_unless_an_owner_ended_the_round() -> None:
    room, ada, ben = disputed()
    room.begin(room.cleo)
    room.lay_open(ada, ben)
    with pytest.raises(NotNow):
        settle(going=room.going, choice=choice(), by=Actor(room.ada.pk), at=LATER)
    room.close()
    assert settle(going=room.going, choice=choice(), by=Actor(room.ada.pk), at=LATER)


def test_a_member_who_left_is_not_waited_for() -> None:
    room, ada, ben = disputed()
    room.begin(room.cleo)
    room.lay_open(ada, ben)
    remove(member=room.member(room.cleo), by=Actor(room.ada.pk), at=NOW)
    assert settle(going=room.going, choice=choice(), by=Actor(room.ada.pk), at=LATER)


def test_only_who_laid_open_and_may_write_settles() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    for actor in (Actor(room.cleo.pk), Actor(room.vera.pk), Actor(make_user().pk), Actor()):
        with pytest.raises(NotYours):
            settle(going=room.going, choice=choice(), by=actor, at=LATER)
    give_role(member=room.member(room.ben), role=VentureRole.VIEWER, by=Actor(room.ada.pk), at=NOW)
    with pytest.raises(NotYours):
        settle(going=room.going, choice=choice(), by=Actor(room.ben.pk), at=LATER)


def test_nothing_is_settled_once_the_shared_answers_were_sent() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    submit(assessment=room.found, at=NOW)
    with pytest.raises(NotOpen):
        settle(going=room.going, choice=choice(), by=Actor(room.ada.pk), at=LATER)


def test_what_is_sent_holds_nothing_of_what_was_answered_apart() -> None:
    room, _ada, _ben = disputed()
    assert submit(assessment=room.found, at=NOW).answers == {}


def test_taking_over_leaves_alone_what_was_answered_meanwhile_and_comes_once() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    room.say(room.found, "funding-runway", 6)
    agreed = [
        Choice(key, Content({"value": value}), 0, agreed_id(room.going.pk, key, 0), Settled.AGREED)
        for key, value in (("funding-secured", "share-under-10"), ("funding-runway", 14))
    ]
    for _ in range(2):
        left = take_over(going=room.going, choices=agreed, by=Actor(room.ben.pk), at=LATER)
        assert left == ("funding-runway",)
    assert Answer.objects.get(assessment=room.found, question="funding-runway").value == {
        "value": 6
    }
    assert [one.question for one in Settlement.objects.all()] == ["funding-secured"]


def test_a_settlement_never_changes_but_forgets_who() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    settle(going=room.going, choice=choice(picked=room.ben.pk), by=Actor(room.ben.pk), at=LATER)
    for change in ({"why": "otherwise"}, {"question": "team-size"}, {"by": room.ada}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Settlement.objects.update(**change)
    delete_account(user=room.ben, at=NOW)
    one = Settlement.objects.get()
    assert (one.by, one.picked) == (None, None)


# ---------------------------------------------------------------- the end of things


def test_an_account_that_goes_takes_its_sheet_along() -> None:
    room, _ada, ben = disputed()
    delete_account(user=room.ben, at=NOW)
    assert not Assessment.every.filter(pk=ben.pk).exists()
    assert not Answer.objects.filter(assessment_id=ben.pk).exists()
    assert Assessment.apart_sheets.count() == 1


def test_a_venture_that_goes_takes_every_sheet_and_settlement_along() -> None:
    room, ada, ben = disputed()
    room.lay_open(ada, ben)
    settle(going=room.going, choice=choice(), by=Actor(room.ada.pk), at=LATER)
    erase_venture(venture=room.found.venture, by=Actor(room.ada.pk))
    left = (Assessment.every, Answer.objects, AnswerRevision.objects, ApartRound.objects,
            Settlement.objects)  # fmt: skip
    assert [rows.count() for rows in left] == [0, 0, 0, 0, 0]


def test_whatever_is_done_in_a_round_locks_the_venture_before_anything_else() -> None:
    """Or it and a sending, which locks the venture first too, wait for each other for ever."""
    room, ada, ben = disputed()
    by = Actor(room.ada.pk)
    room.lay_open(ben)
    going = ApartRound.objects.select_related("assessment").get(pk=room.going.pk)
    acts = (
        (0, lambda: begin_apart(assessment=room.found, by=Actor(room.cleo.pk), at=NOW)),
        (1, lambda: lay_open(sheet=ada, by=by, at=NOW)),  # after looking whose sheet it is
        (0, lambda: close_round(going=going, by=by, at=NOW)),
        (0, lambda: settle(going=going, choice=choice(), by=by, at=NOW)),
    )
    for place, act in acts:
        with CaptureQueriesContext(connection) as found:
            act()
        reads = [one["sql"] for one in found if one["sql"].startswith("SELECT")]
        assert ' FROM "questionnaire_venture" WHERE' in reads[place], reads[place]
