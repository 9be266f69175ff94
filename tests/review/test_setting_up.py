"""A rubric's versions, aliases, and the names of decisions."""

from __future__ import annotations

import re

import pytest

from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.sharing.actions import share
from questionnaire.review.models import Alias, Rubric
from questionnaire.review.shown import alias_word
from tests.cohort.rooms import ALL
from tests.factories import NOW, make_enrolment
from tests.review.rooms import Panel, form_of, panel

pytestmark = pytest.mark.django_db


def rubric_form(room: Panel, *rows: tuple[str, str, str, str], base: int = 1) -> dict[str, object]:
    """(key, name, weight, top) of each row, as the page sends them."""
    sent: dict[str, object] = {"base": str(base), "key": [row[0] for row in rows]}
    for key, name, weight, top in rows:
        sent |= {f"name-{key}": name, f"weight-{key}": weight, f"top-{key}": top}
    return sent


def test_a_rubric_is_written_row_by_row_and_each_change_is_a_version() -> None:
    room = panel()
    client, where = room.clients["manager"], room.url("rubric/")
    body = client.get(where).content.decode()
    keys = re.findall(r'name="key" value="([^"]+)"', body)
    assert (keys[:2], len(keys)) == (["team", "plan"], 5)
    sent = rubric_form(
        room, ("team", "The team", "4", "5"), ("plan", "", "2", "5"), (keys[2], "Risk", "1", "10")
    )
    assert client.post(where, sent).status_code == 302
    assert client.post(where, sent).status_code == 302  # pressed twice: the same is no new version
    newest = Rubric.objects.get(version=2)
    assert [(one["name"], one["weight"], one["top"]) for one in newest.criteria] == [
        ("The team", 4, 5), ("Risk", 1, 10),
    ]  # fmt: skip
    stale = client.post(where, rubric_form(room, ("team", "Other", "1", "5")))
    assert stale.status_code == 409
    assert "Somebody changed the rubric meanwhile" in stale.content.decode()
    assert "Risk" in stale.content.decode()
    assert Rubric.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("team", "", "1", "5"),), "Name at least one criterion."),
        ((("team", "A", "0", "5"),), "Write a whole number from 1 to 10."),
        ((("team", "A", "1", "11"),), "Write a whole number from 2 to 10."),
        ((("team", "A", "1", "5"), ("plan", "a", "1", "5")), "Two criteria have the same name."),
        ((("../x", "A", "1", "5"),), "Name at least one criterion."),
    ],
)
def test_what_cannot_be_a_rubric_is_said(
    rows: tuple[tuple[str, str, str, str], ...], said: str
) -> None:
    room = panel()
    answer = room.clients["manager"].post(room.url("rubric/"), rubric_form(room, *rows))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Rubric.objects.count() == 1


def test_names_of_decisions_are_two_or_more_or_none() -> None:
    room = panel()
    client, where = room.clients["manager"], room.url("rubric/settings/")
    for text, status in (
        ("One", 422),
        ("x" * 81 + "\nTwo", 422),
        ("In\nOut\nIn\n", 302),
        ("", 302),
    ):
        assert client.post(where, {"decisions": text}).status_code == status, text
        room.cohort.refresh_from_db()
        if status == 302:
            assert room.cohort.decisions == (["In", "Out"] if text else [])


def test_an_alias_has_a_letter_for_each_99() -> None:
    assert [alias_word(one) for one in (1, 99, 100, 99 * 26 + 1)] == [
        "Venture A1", "Venture A99", "Venture B1", "Venture AA1",
    ]  # fmt: skip


def test_reviewers_know_a_venture_by_its_alias_alone_and_managers_by_its_name() -> None:
    """Every address that a reviewer has, and every file, header and refusal, without the name."""
    room = panel()
    venture = room.ventures[0].venture
    room.founder(0)
    share(
        enrolment=room.ventures[0], by=room.by("founder0"), at=NOW,
        shared=Disclosure(*(frozenset(ALL) for _part in range(4)), path=True),
    )  # fmt: skip
    answer = venture.assessments.get().submissions.get()
    assert answer.answers
    [review] = room.ask("rosa", 0)
    settings = {"aliases": "on", "decisions": ""}
    assert room.clients["manager"].post(room.url("rubric/settings/"), settings).status_code == 302
    rosa = room.clients["rosa"]
    own, sent = f"/reviews/{review.pk}/", form_of(review, room.rubric, do="submit")
    answers = [
        rosa.get("/reviews/"), rosa.get(room.url("reviews/")), rosa.get(own),
        rosa.post(own, sent | {"score-team": "9"}), rosa.post(own, sent | {"base": "7"}),
        rosa.post(own, sent, follow=True), rosa.get(own),
        rosa.get(room.url(f"{room.ventures[0].pk}/reviews/")),
        rosa.get("/cohorts/"), rosa.get("/home/"),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [
        200,
        200,
        200,
        422,
        409,
        200,
        200,
        200,
        200,
        302,
    ]
    hidden = [
        rosa.get(room.url(end))
        for end in ("", f"{room.ventures[0].pk}/", "results/", "results.csv", "assignment/")
    ]
    assert {one.status_code for one in hidden} == {404}
    for one in (*answers, *hidden):
        told = one.content.decode() + repr(one.headers)
        assert venture.name not in told
        assert "CNRY-" not in told.replace("CNRY-internal", "").replace("CNRY-shared", "")  # notes
    assert "Venture A" in answers[2].content.decode()
    assert "Its notes and evidence are left out" in answers[2].content.decode()
    for end in ("", f"{room.ventures[0].pk}/", "results/", f"{room.ventures[0].pk}/reviews/"):
        assert venture.name in room.clients["manager"].get(room.url(end)).content.decode()
    make_enrolment(cohort=room.cohort)
    room.clients["manager"].post(room.url("rubric/settings/"), settings)
    assert sorted(Alias.objects.values_list("number", flat=True)) == [1, 2, 3]
