"""Ways round what is hidden, unrecorded or too much, each tried as somebody would who wanted to."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.utils import timezone

from questionnaire.cohort.models import Cohort, Enrolment, Opening
from questionnaire.cohort.standing.actions import stand_cohort
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.review.actions import Overtaken
from questionnaire.review.deciding.actions import Choice, decide
from questionnaire.review.handling.actions import release, request_changes
from questionnaire.review.models import Outcome, Review, ReviewReading, ReviewStep
from questionnaire.review.queries import last_step
from questionnaire.review.reviewing.actions import Said, save_review
from questionnaire.vocabulary import AcceleratorRole
from tests.factories import NOW, make_venture_member
from tests.harness.once import made_once
from tests.review.rooms import CANARY, FULL, Panel, batch_of, form_of, panel

pytestmark = pytest.mark.django_db


ground, room = made_once(partial(panel, ventures=1))


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


def crowd(cohort: Cohort, size: int) -> None:
    """Ventures that share nothing yet."""
    made = Venture.objects.bulk_create(
        Venture(name=f"Crowd {one:04}", created_at=NOW) for one in range(size)
    )
    Enrolment.objects.bulk_create(Enrolment(cohort=cohort, venture=one) for one in made)
    stand_cohort(cohort=cohort.pk)


def test_a_manager_who_reviews_leaves_no_seat_and_takes_nothing_back(room: Panel) -> None:
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
def test_a_conflict_once_declared_stays_whoever_presses(who: str, room: Panel) -> None:
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


def test_a_founder_who_manages_does_nothing_about_their_own_venture(room: Panel) -> None:
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


def test_founders_read_that_the_pages_of_stages_paths_and_results_were_looked_at(
    room: Panel,
) -> None:
    room.founder(0)
    manager = room.clients["manager"]
    for end in ("assignment/", "results/", "results.csv"):
        Opening.objects.all().delete()
        code = manager.head(room.url(end)).status_code  # the length of a page tells something
        assert (code, Opening.objects.count()) in ((200, 1), (405, 0)), end
        Opening.objects.all().delete()
        manager.get(room.url(end))
        [opening] = Opening.objects.all()
        assert (opening.cohort, opening.by) == (room.cohort, room.people["manager"]), end
        assert "Manager" in room.clients["founder0"].get(room.sharing()).content.decode()
    Opening.objects.all().delete()
    rule = {"each": "1", "path": "open", "reviewers": [str(room.people["sven"].pk)]}
    manager.post(room.url("assignment/"), rule)
    assert Opening.objects.count() == 1


def test_founders_get_ten_requests_and_ten_decisions_a_day_and_the_words_stay(
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
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
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
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


def test_a_sole_manager_who_read_the_others_takes_no_seat_and_is_told_so() -> None:
    room = panel(ventures=2)
    [theirs] = room.ask("sven", 0)
    room.write("sven", theirs)
    manager, me = room.clients["manager"], str(room.people["manager"].pk)
    assert "have yourself asked before" in manager.get(room.url("results/")).content.decode()
    read = ReviewReading.objects.get()  # of the other venture there was nothing to read
    assert (read.enrolment, read.reader) == (room.ventures[0], room.people["manager"])
    status, told = press(room, "add", reviewer=me)
    assert (status, "whose reviews they have read" in told) == (409, True)
    assert "are not asked any more: <bdi>Manager</bdi>" in page(room)
    rule = {"each": "2", "reviewers": [me, str(room.people["sven"].pk)]}
    shown = manager.post(room.url("assignment/"), rule).content.decode()
    table = shown.partition("New reviews")[2].partition("</table>")[0]
    assert room.ventures[0].venture.name not in table
    assert room.ventures[1].venture.name in table  # nothing of it was read
    assert Review.objects.count() == 1


def test_each_way_to_others_scores_bars_and_ones_own_review_bars_nobody() -> None:
    for where in ("results.csv", "results/", "reviews"):
        room = panel(ventures=1)
        [mine] = room.ask("manager", 0)
        room.write("manager", mine)
        end = where if where.startswith("results") else f"{room.ventures[0].pk}/reviews/"
        room.clients["manager"].get(room.url(end))
        assert ReviewReading.objects.count() == 0, where  # there is nothing but one's own
        [theirs] = room.ask("sven", 0)
        room.write("sven", theirs)
        for way in (room.clients["manager"].head, room.clients["manager"].get):
            ReviewReading.objects.all().delete()
            way(room.url(end))  # HEAD too: the length of what it would bring tells something
            assert ReviewReading.objects.filter(enrolment=room.ventures[0]).count() == 1, where
        room.ask("manager", 0)  # asked for already: a plan that is applied twice
        ReviewReading.objects.all().delete()


def test_a_review_written_anew_after_reading_the_others_says_so(room: Panel) -> None:
    [first], [second] = room.ask("rosa", 0), room.ask("sven", 0)
    room.write("sven", second)
    room.write("rosa", first)
    page(room, "rosa")  # her own is in, so she reads Sven's
    assert "written anew after" not in page(room)
    assert press(room, "hand-back", review=str(first.pk))[0] == 302
    later = Actor(room.people["rosa"].pk, at=timezone.now())
    first.refresh_from_db()
    save_review(
        review=first.pk, said=Said(FULL, 4, False, {}, {}), base=first.version,
        rubric=room.rubric.pk, submit=True, by=later, at=timezone.now(),
    )  # fmt: skip
    assert page(room).count("written anew after reading the others") == 1


def test_a_thousand_ventures_are_put_in_order_by_the_database(
    django_assert_max_num_queries: Any,
) -> None:
    room = panel(ventures=2)
    [low, high], [other] = room.ask("rosa", 0, 1), room.ask("sven", 1)
    room.write("rosa", low, scores={"team": 2, "plan": 2})
    room.write("rosa", high, scores={"team": 5, "plan": 5})
    room.write("sven", other, scores={"team": 5, "plan": 4})
    crowd(room.cohort, 998)
    manager = room.clients["manager"]
    with django_assert_max_num_queries(30):
        first = manager.get(room.url("results/")).content.decode()
    assert "3 of 3 reviews are in." in first
    assert "Page 1 of 10" in first
    names = [one.venture.name for one in (room.ventures[1], room.ventures[0])]
    assert re.findall(r"<th scope=\"row\">.*?<bdi>(.*?)</bdi>", first)[:2] == names
    last = manager.get(room.url("results/?page=10")).content.decode()
    assert last.count('<th scope="row">') == 100
    rows = manager.get(room.url("results.csv")).content.decode().splitlines()
    assert (len(rows), rows[1].split(",")[0]) == (1001, names[0])
    room.add("ann", AcceleratorRole.MANAGER)
    room.ask("ann", 1)  # hidden from her: it has no mean to be put in order by either
    hers = room.clients["ann"].get(room.url("results/")).content.decode()
    assert re.findall(r"<th scope=\"row\">.*?<bdi>(.*?)</bdi>", hers)[0] == names[1]
    with django_assert_max_num_queries(30):
        seats = manager.get(room.url("assignment/")).content.decode()
    assert "Page 1 of 10" in seats
