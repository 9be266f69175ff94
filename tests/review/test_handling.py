"""The states of reviewing, what founders are asked, what is released to them, and their mails."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from questionnaire.assessment.actions import reopen
from questionnaire.people.actions import erase_venture
from questionnaire.report.actions import submit_assessment
from questionnaire.review.models import Review, ReviewStep
from tests.decision.ways import decided
from tests.factories import make_venture_member
from tests.harness.once import made_once
from tests.report.sent import signed_in
from tests.review.rooms import CANARY, SHARED, Panel, form_of, panel

pytestmark = pytest.mark.django_db


ground, room = made_once(partial(panel, ventures=1))


def states(room: Panel, venture: int = 0) -> list[str]:
    steps = ReviewStep.objects.filter(enrolment=room.ventures[venture])
    return list(steps.order_by("pk").values_list("state", flat=True))


def do(room: Panel, who: str, what: str, **more: Any) -> int:
    """Press a button of a venture's page as it stands."""
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    last = ReviewStep.objects.filter(enrolment=room.ventures[0]).order_by("-pk").first()
    sent = {"do": what, "base": str(last.pk if last else 0)} | more
    return room.clients[who].post(where, sent).status_code


def test_the_state_follows_the_reviews(room: Panel) -> None:
    [first], [second] = room.ask("rosa", 0), room.ask("sven", 0)
    room.write("rosa", first)
    assert states(room) == ["open"]
    room.write("sven", second)
    assert states(room) == ["open", "submitted"]
    assert do(room, "manager", "hand-back", review=str(first.pk)) == 302
    assert states(room) == ["open", "submitted", "open"]
    assert do(room, "manager", "remove", review=str(first.pk)) == 302
    assert states(room)[-1] == "submitted"


def test_founders_are_asked_by_mail_in_their_language_with_the_way_to_the_question(
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
    room.founder(0)
    viewer = make_venture_member(venture=room.ventures[0].venture, role="viewer").user
    room.ask("rosa", 0)
    assessment = room.ventures[0].venture.assessments.get()
    decided(assessment.submissions.get().report, language="es")
    mailoutbox.clear()
    words = "Please name the lead investor at evil.example/x"
    assert do(room, "manager", "changes", words=words, question="funding-route") == 302
    [mail] = mailoutbox
    assert mail.to == [room.people["founder0"].email]
    assert viewer.email not in mail.to
    body = str(mail.body)
    assert f"/a/{assessment.pk}/c/funding/#slot-funding-route" in body
    assert room.sharing() in body
    assert "evil.example/x" not in body  # to be read, and nothing to press
    with translation.override("es"):
        assert translation.gettext("Hello,") in body
    page = room.clients["founder0"].get(room.sharing()).content.decode()
    assert words in page
    assert f"/a/{assessment.pk}/c/funding/#slot-funding-route" in page
    assert "Open the answers and change them" in page
    seen = signed_in(viewer).get(room.sharing()).content.decode()
    assert words in seen
    assert "Open the answers and change them" not in seen
    answers = f"/a/{assessment.pk}/c/funding/"
    assert "Change answers and send again" in room.clients["founder0"].get(answers).content.decode()
    reopen = reverse("reopen", args=[assessment.pk])
    went = room.clients["founder0"].post(reopen, {"question": "funding-route"})
    assert went["Location"] == f"{answers}#slot-funding-route"
    assert room.clients["founder0"].post(reopen, {"category": "team"})["Location"] == (
        f"/a/{assessment.pk}/c/team/"
    )
    assert room.clients["founder0"].post(reopen, {"question": "//evil.example"})["Location"] == (
        f"/a/{assessment.pk}/"
    )
    page = room.clients["founder0"].get(room.sharing()).content.decode()
    assert "Open the answers and change them" not in page  # they are open
    assert states(room)[-1] == "changes-requested"
    assert do(room, "manager", "changes", words=" \u200b ") == 422
    assert do(room, "manager", "open") == 302
    assert states(room)[-1] == "open"
    assert words not in room.clients["founder0"].get(room.sharing()).content.decode()


def test_who_asked_sees_that_it_was_sent_again_and_what_is_about_earlier_answers(
    room: Panel,
) -> None:
    [review] = room.ask("rosa", 0)
    room.write("rosa", review)
    assert do(room, "manager", "changes", words="More, please") == 302
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    body = room.clients["manager"].get(where).content.decode()
    assert ("sent their answers again" in body, "about earlier answers" in body) == (False, False)
    assessment = room.ventures[0].venture.assessments.get()
    reopen(assessment=assessment)
    assessment.refresh_from_db()
    submit_assessment(assessment=assessment, at=timezone.now())
    body = room.clients["manager"].get(where).content.decode()
    assert ("sent their answers again" in body, "about earlier answers" in body) == (True, True)
    results = room.clients["manager"].get(room.url("results/")).content.decode()
    assert "1 about earlier answers" in results


def test_a_button_of_an_old_page_changes_nothing(room: Panel) -> None:
    room.ask("rosa", 0)
    old = str(ReviewStep.objects.get().pk)
    assert do(room, "manager", "close") == 302
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    for sent in ({"do": "changes", "words": "More", "base": old}, {"do": "open", "base": old}):
        answer = room.clients["manager"].post(where, sent)
        assert answer.status_code == 409
        assert "Somebody did something here meanwhile" in answer.content.decode()
    assert states(room) == ["open", "closed"]
    assert do(room, "manager", "changes", words="More") == 409
    assert do(room, "manager", "no-such-thing") == 404


def test_closed_nothing_is_added(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    room.write("rosa", review, submit=False)
    do(room, "manager", "close")
    sent = form_of(review, room.rubric, do="submit")
    answer = room.clients["rosa"].post(f"/reviews/{review.pk}/", sent)
    assert answer.status_code == 409
    review.refresh_from_db()
    assert review.submitted_at is None
    assert do(room, "manager", "add", reviewer=room.people["sven"].pk) == 409
    queue = room.clients["rosa"].get(room.url("reviews/")).content.decode()
    assert "closed before it was in" in queue


def test_founders_read_shared_comments_once_released_and_nothing_internal_ever(
    mailoutbox: list[EmailMessage], room: Panel
) -> None:
    room.founder(0)
    [first], [second] = room.ask("rosa", 0), room.ask("sven", 0)
    room.write("rosa", first, shared={"funding-route": SHARED}, internal={"funding-route": CANARY})
    mailoutbox.clear()
    founder, where = room.clients["founder0"], room.sharing()

    def told() -> str:
        everything = founder.get(where).content.decode()
        base = f"/a/{room.ventures[0].venture.assessments.get().pk}/"
        everything += founder.get(f"{base}download.html").content.decode()
        everything += b"".join(founder.get(f"{base}download.json").streaming_content).decode()
        return everything

    before = told()
    assert SHARED not in before
    assert do(room, "manager", "release") == 302
    assert do(room, "manager", "release") == 302  # again: there is nothing new
    [mail] = mailoutbox
    assert SHARED not in str(mail.body)
    room.write("sven", second)
    after = told()
    assert after.count(SHARED) >= 3  # the page, and both files
    assert f"{SHARED}-sven" not in after  # came in later: released by itself
    for hidden in (CANARY, "Rosa", "Sven", str(first.reviewer_id) + ","):
        assert f'"{hidden}' not in after or hidden.endswith(",")
    assert CANARY not in after
    assert "Rosa" not in re.sub(r"Who looked.*?</table>", "", after, flags=re.S)
    assert do(room, "manager", "hand-back", review=str(first.pk)) == 409


def test_an_unreleased_review_is_no_row_of_the_founders_file(room: Panel) -> None:
    room.founder(0)
    [review] = room.ask("rosa", 0)
    room.write("rosa", review)
    assessment = room.ventures[0].venture.assessments.get()
    answer = room.clients["founder0"].get(f"/a/{assessment.pk}/download.json")
    found = json.loads(b"".join(answer.streaming_content))
    assert found["reviews"] == []
    assert [set(one) for one in found["review_states"]] == [
        {"id", "enrolment_id", "state", "words", "question", "at"}
    ] * 2


def test_erasing_a_venture_erases_its_reviews() -> None:
    room = panel()
    room.founder(0)
    first, other = room.ask("rosa", 0, 1)
    room.write("rosa", first)
    erase_venture(venture=room.ventures[0].venture, by=room.by("founder0"))
    assert list(Review.objects.all()) == [other]
    assert ReviewStep.objects.count() == 1


def test_a_state_a_rubric_and_a_decision_never_change(room: Panel) -> None:
    room.ask("rosa", 0)
    for rows, change in (
        (ReviewStep.objects.all(), {"words": "Other"}),
        (room.cohort.rubrics.all(), {"criteria": []}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_somebody_whose_account_is_gone_stays_as_nobody(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    room.write("rosa", review)
    room.people["rosa"].delete()
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    body = room.clients["manager"].get(where).content.decode()
    assert "somebody whose account is gone" in body
    assert f"{CANARY}-rosa" in body
