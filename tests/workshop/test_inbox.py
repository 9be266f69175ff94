"""What founders wrote because no option fitted: editors see the words, and never whose they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Submission
from questionnaire.bank.models import Edition, OtherMark
from questionnaire.people.models import Venture
from tests.bank.banks import small
from tests.factories import (
    make_answer,
    make_assessment,
    make_edition,
    make_editor,
    make_submission,
    make_user,
    make_venture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor(email="ed@example.org"))
    return client


def send(edition: Edition, name: str, **others: str) -> Submission:
    """What a venture sent, with these texts instead of options."""
    assessment = make_assessment(venture=make_venture(name=name), edition=edition)
    answers = {key: {"value": {"other": text}} for key, text in others.items()}
    return make_submission(assessment=assessment, answers=answers)


def shown(page: Any) -> list[tuple[str, str, int, str, str]]:
    return [
        (one.other.text, one.ask, one.other.count, one.other.edition, one.status)
        for one in page.context["page"]
    ]


def mark(client: Client, text: str, status: str, note: str = "") -> Any:
    page = client.get(reverse("desk-inbox"))
    [found] = [one.other.digest for one in page.context["page"] if one.other.text == text]
    return client.post(reverse("desk-inbox"), {"digest": found, "status": status, "note": note})


def test_texts_are_counted_and_nothing_says_whose_they_are(editor: Client) -> None:
    edition = make_edition(small())
    for name in ("Almendra", "Kestrel"):
        send(edition, name, base="A co-operative")
    send(edition, "Onyx", base="Onyx is a trust")
    page = editor.get(reverse("desk-inbox"))
    assert shown(page) == [
        ("A co-operative", "base?", 2, "small-1", "new"),
        ("[…] is a trust", "base?", 1, "small-1", "new"),
    ]
    text = page.content.decode()
    assert [name in text for name in ("Almendra", "Kestrel", "Onyx")] == [False] * 3


def test_only_what_was_sent_counts_and_of_that_the_last(editor: Client) -> None:
    edition = make_edition(small())
    opened = make_assessment(edition=edition)
    make_answer(
        assessment=opened, question="base",
        value={"other": "Not sent"},
    )  # fmt: skip
    first = send(edition, "One", base="First thought")
    make_submission(
        assessment=first.assessment, revision=2,
        answers={"base": {"value": {"other": "Second thought"}}},
    )  # fmt: skip
    assert [one[0] for one in shown(editor.get(reverse("desk-inbox")))] == ["Second thought"]


def test_a_status_is_kept_with_who_and_when_and_the_earlier_ones_stay(editor: Client) -> None:
    send(make_edition(small()), "One", base="A trust")
    mark(editor, "A trust", "seen")
    mark(editor, "A trust", "taken-up", "Option in the next edition.")
    [entry] = editor.get(reverse("desk-inbox")).context["page"]
    assert entry.status == "taken-up"
    assert [(one.status, one.note, str(one.by)) for one in entry.marks] == [
        ("seen", "", "ed@example.org"),
        ("taken-up", "Option in the next edition.", "ed@example.org"),
    ]
    assert all(one.at for one in entry.marks)


def test_declining_says_why(editor: Client) -> None:
    send(make_edition(small()), "One", base="A trust")
    refused = mark(editor, "A trust", "declined")
    [entry] = refused.context["page"]
    assert (refused.status_code, entry.problem) == (422, "Say why it is declined.")
    mark(editor, "A trust", "declined", "Too rare.")
    assert [one.note for one in OtherMark.objects.all()] == ["Too rare."]
    for change in ({"note": ""}, {"status": "new"}, {"question": "route"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OtherMark.objects.update(**change)


def test_what_is_no_status_or_no_text_of_the_inbox_is_refused(editor: Client) -> None:
    send(make_edition(small()), "One", base="A trust")
    assert mark(editor, "A trust", "burnt").status_code == 422
    sent = {"digest": "0" * 64, "status": "seen"}
    assert editor.post(reverse("desk-inbox"), sent).status_code == 404
    assert OtherMark.objects.count() == 0


def test_the_inbox_can_be_narrowed(editor: Client) -> None:
    one, two = make_edition(small()), make_edition(small(key="small-2"))
    send(one, "One", base="A trust", route="Sideways")
    send(two, "Two", base="A trust")
    mark(editor, "Sideways", "seen")

    def narrowed(**chosen: str) -> list[tuple[str, str]]:
        page = editor.get(reverse("desk-inbox"), chosen)
        return [(text, edition) for text, _ask, _count, edition, _status in shown(page)]

    assert narrowed(edition="small-2") == [("A trust", "small-2")]
    assert narrowed(question="route") == [("Sideways", "small-1")]
    assert narrowed(status="seen") == [("Sideways", "small-1")]
    assert narrowed(status="new", edition="small-1") == [("A trust", "small-1")]


def test_an_erased_ventures_text_goes(editor: Client) -> None:
    send(make_edition(small()), "One", base="A trust")
    mark(editor, "A trust", "seen")
    Venture.objects.all().delete()
    assert shown(editor.get(reverse("desk-inbox"))) == []
    assert "trust" not in str(list(OtherMark.objects.values()))


def test_only_editors_come_in(client: Client) -> None:
    client.force_login(make_user())
    assert client.get(reverse("desk-inbox")).status_code == 404
