"""Ways round what is hidden, unrecorded or too much, each tried as somebody would who wanted to."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage

from questionnaire.cohort.models import Opening
from questionnaire.review.actions import Overtaken
from questionnaire.review.deciding.actions import Choice, decide
from questionnaire.review.handling.actions import release, request_changes
from questionnaire.review.models import Outcome, Review, ReviewStep
from questionnaire.review.queries import last_step
from tests.factories import NOW, make_venture_member
from tests.review.rooms import CANARY, Panel, batch_of, form_of, panel

pytestmark = pytest.mark.django_db


def press(room: Panel, what: str, **more: Any) -> tuple[int, str]:
    """A manager presses a button of the first venture's page as it stands."""
    step = last_step(room.ventures[0].pk)
    sent = {"do": what, "base": str(step.pk if step else 0)} | more
    client, where = room.clients["manager"], room.url(f"{room.ventures[0].pk}/reviews/")
    answer = client.post(where, sent)
    return answer.status_code, answer.content.decode()


def page(room: Panel, who: str = "manager") -> str:
    """The first venture's page."""
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    return room.clients[who].get(where).content.decode()


def test_a_manager_who_reviews_leaves_no_seat_and_takes_nothing_back() -> None:
    room = panel(ventures=1)
    [mine], [theirs] = room.ask("manager", 0), room.ask("sven", 0)
    room.write("sven", theirs)
    rosa = room.people["rosa"].pk
    assert 'value="remove"' not in page(room)  # Sven's is in, and one's own is not to be left
    for what in ("remove", "give"):
        status, told = press(room, what, review=str(mine.pk), reviewer=rosa)
        assert (status, f"{CANARY}-sven" in told) == (409, False), what
        assert "Your own review is neither handed back" in told
    room.write("manager", mine)
    assert f"{CANARY}-sven" in page(room)
    assert press(room, "hand-back", review=str(mine.pk))[0] == 409
    mine.refresh_from_db()
    assert mine.submitted_at is not None
    assert press(room, "hand-back", review=str(theirs.pk))[0] == 302  # another's, as ever
    assert press(room, "remove", review=str(theirs.pk))[0] == 302


@pytest.mark.parametrize("who", ["manager", "rosa"])
def test_a_conflict_once_declared_stays_whoever_presses(who: str) -> None:
    room = panel(ventures=1)
    [mine], [theirs] = room.ask(who, 0), room.ask("sven", 0)
    room.write("sven", theirs)
    sent = form_of(mine, room.rubric, do="submit", conflict="on", internal=f"{CANARY}-{who}")
    assert room.clients[who].post(f"/reviews/{mine.pk}/", sent).status_code == 302
    for what in ("hand-back", "remove"):
        assert press(room, what, review=str(mine.pk))[0] == 409, what
    assert (f"{CANARY}-sven" in page(room)) == (who == "rosa")
    assert f"{CANARY}-{who}" not in page(room)  # that and nothing else was submitted
    assert f"{CANARY}-{who}" not in page(room, "sven")
    mine.refresh_from_db()
    assert (mine.conflict, mine.internal, mine.submitted_at is None) == (True, {}, False)


def test_a_founder_who_manages_does_nothing_about_their_own_venture() -> None:
    room = panel(ventures=1)
    [review] = room.ask("sven", 0)
    room.write("sven", review)
    make_venture_member(venture=room.ventures[0].venture, user=room.people["manager"])
    venture, by, at = room.ventures[0], room.by("manager"), NOW
    with pytest.raises(PermissionDenied):
        release(enrolment=venture, by=by, at=at)
    step = last_step(venture.pk)
    assert step is not None
    with pytest.raises(PermissionDenied):
        request_changes(enrolment=venture, words="M", question="", base=step.pk, by=by, at=at)
    with pytest.raises(Overtaken):
        decide(
            cohort=room.cohort, batch=room.cohort.pk, by=by, at=at,
            choices=[Choice(venture.pk, "admitted", 0)],
        )  # fmt: skip
    review.refresh_from_db()
    assert (review.released_at, Outcome.objects.count()) == (None, 0)
    assert list(ReviewStep.objects.values_list("words", flat=True)) == ["", ""]


def test_founders_read_that_the_pages_of_stages_paths_and_results_were_looked_at() -> None:
    room = panel(ventures=1)
    room.founder(0)
    manager = room.clients["manager"]
    for end in ("assignment/", "results/", "results.csv"):
        Opening.objects.all().delete()
        manager.head(room.url(end))
        assert Opening.objects.count() == 0, end  # HEAD shows nothing
        manager.get(room.url(end))
        [opening] = Opening.objects.all()
        assert (opening.cohort, opening.by) == (room.cohort, room.people["manager"]), end
        assert "Manager" in room.clients["founder0"].get(room.sharing()).content.decode()
    Opening.objects.all().delete()
    rule = {"each": "1", "path": "open", "reviewers": [str(room.people["sven"].pk)]}
    manager.post(room.url("assignment/"), rule)
    assert Opening.objects.count() == 1


def test_founders_get_ten_requests_and_ten_decisions_a_day_and_the_words_stay(
    mailoutbox: list[EmailMessage],
) -> None:
    room = panel(ventures=1)
    room.founder(0)
    for number in range(10):
        assert press(room, "changes", words=f"Number {number}")[0] == 302
    status, told = press(room, "changes", words="One too many")
    assert (status, "One too many" in told, len(mailoutbox)) == (429, True, 10)
    assert "ask again tomorrow" in told
    mailoutbox.clear()
    manager, base, status = room.clients["manager"], 0, 302
    for _number in range(11):
        sent = batch_of({room.ventures[0]: "admitted"})
        answer = manager.post(room.url("results/"), sent | {f"base-{room.ventures[0].pk}": base})
        base, status = Outcome.objects.latest("pk").pk, answer.status_code
    assert (status, Outcome.objects.count(), len(mailoutbox)) == (429, 10, 10)
    assert "decide again tomorrow" in answer.content.decode()


def test_a_reviewer_gets_ten_mails_a_day_and_is_asked_all_the_same(
    mailoutbox: list[EmailMessage],
) -> None:
    room = panel(ventures=1)
    sven, rosa = room.people["sven"], room.people["rosa"]
    for _number in range(6):
        assert press(room, "add", reviewer=str(sven.pk))[0] == 302
        assert press(room, "give", review=str(Review.objects.get().pk), reviewer=rosa.pk)[0] == 302
        assert press(room, "give", review=str(Review.objects.get().pk), reviewer=sven.pk)[0] == 302
        assert press(room, "remove", review=str(Review.objects.get().pk))[0] == 302
    assert [one.to for one in mailoutbox].count([sven.email]) == 10
    assert [one.to for one in mailoutbox].count([rosa.email]) == 6
    mailoutbox.clear()
    rule = {"each": "1", "reviewers": [str(sven.pk)]}
    shown = room.clients["manager"].post(room.url("assignment/"), rule).content.decode()
    mark = shown.partition('name="mark" value="')[2].partition('"')[0]
    answer = room.clients["manager"].post(
        room.url("assignment/"), rule | {"do": "apply", "mark": mark}, follow=True
    )
    assert "Whoever had ten mails about this today" in answer.content.decode()
    assert (mailoutbox, Review.objects.get().reviewer) == ([], sven)
    queue = room.clients["sven"].get(room.url("reviews/")).content.decode()
    assert room.ventures[0].venture.name in queue
