"""A rubric's versions, aliases, and the names of decisions."""

from __future__ import annotations

import re

import pytest

from questionnaire.assessment.models import Answer
from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.models import Venture
from questionnaire.report.actions import submit_assessment
from questionnaire.review.models import Alias, ReviewStep, Rubric
from questionnaire.review.shown import alias_word
from tests.cohort.rooms import ALL
from tests.factories import NOW, make_edition, make_enrolment
from tests.report.sent import answered
from tests.review.rooms import Panel, form_of, panel

pytestmark = pytest.mark.django_db


def rubric_form(room: Panel, *rows: tuple[str, str, str, str], base: int = 1) -> dict[str, object]:
    """(key, name, weight, top) of each row, as the page sends them."""
    sent: dict[str, object] = {"base": str(base), "key": [row[0] for row in rows]}
    for key, name, weight, top in rows:
        sent |= {f"name-{key}": name, f"weight-{key}": weight, f"top-{key}": top}
    return sent


def test_a_rubric_is_written_row_by_row_and_each_change_is_a_version() -> None:
    room = panel(make_edition(), ventures=0)
    client, where = room.clients["manager"], room.url("rubric/")
    body = client.get(where).content.decode()
    keys = re.findall(r'name="key" value="([^"]+)"', body)
    assert (keys[:2], len(keys)) == (["team", "plan"], 5)
    moves = re.findall(r'name="move" value="([^"]+)"', body)
    assert moves == ["down-team", "up-plan"]  # and not into the empty rows
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


def test_rows_are_moved_by_buttons_and_saved_only_by_saving() -> None:
    room = panel(make_edition(), ventures=0)
    client, where = room.clients["manager"], room.url("rubric/")
    sent = rubric_form(room, ("team", "Team", "4", "5"), ("plan", "Plan", "x", "5"))

    def order(**more: str) -> list[str]:
        body = client.post(where, sent | more).content.decode()
        assert "Nothing is saved yet" in body
        assert 'value="Team"' in body  # what was typed is kept
        return re.findall(r'name="key" value="([^"]+)"', body)

    assert order(move="up-plan") == order(move="down-team") == ["plan", "team"]
    for nothing in ("up-team", "down-plan", "up-no-such", "sideways-plan", "up"):
        assert order(move=nothing) == ["team", "plan"], nothing
    assert Rubric.objects.count() == 1
    fine = rubric_form(room, ("plan", "Plan", "2", "5"), ("team", "Team", "4", "5"))
    assert client.post(where, fine).status_code == 302
    assert [one["key"] for one in Rubric.objects.latest("version").criteria] == ["plan", "team"]


NO_RUBRICS = (
    ((("team", "", "1", "5"),), "Name at least one criterion."),
    ((("team", "A", "0", "5"),), "Write a whole number from 1 to 10."),
    ((("team", "A", "1", "11"),), "Write a whole number from 2 to 10."),
    ((("team", "A", "1", "5"), ("plan", "a", "1", "5")), "Two criteria have the same name."),
    ((("../x", "A", "1", "5"),), "Name at least one criterion."),
)


def test_what_cannot_be_a_rubric_is_said() -> None:
    room = panel(make_edition(), ventures=0)
    for rows, said in NO_RUBRICS:
        answer = room.clients["manager"].post(room.url("rubric/"), rubric_form(room, *rows))
        assert answer.status_code == 422, rows
        assert said in answer.content.decode(), rows
    assert Rubric.objects.count() == 1


def test_names_of_decisions_are_two_or_more_or_none() -> None:
    room = panel(make_edition(), ventures=0)
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


def test_what_was_typed_is_left_out_under_an_alias_and_no_option_is() -> None:
    room = panel(ventures=1)
    assessment = answered("marea-translate", room.cohort.edition)
    Venture.objects.filter(pk=assessment.venture_id).update(name="Closed")  # as an option's key
    answers = Answer.objects.filter(assessment=assessment)
    answers.filter(question="funding-route").update(value={"value": "closed"})
    answers.filter(question="team-roles").update(value={"other": "Only Closed knows"})
    other = answers.exclude(question="funding-route").first()
    assert other is not None
    answers.filter(pk=other.pk).update(value={"other": "Only Closed knows, and CLOSED alone"})
    submit_assessment(assessment=assessment, at=NOW)
    venture = Venture.objects.get(pk=assessment.venture_id)
    room.ventures.append(make_enrolment(cohort=room.cohort, venture=venture, categories=ALL))
    [review] = room.ask("rosa", 1)
    settings = {"aliases": "on", "decisions": ""}
    room.clients["manager"].post(room.url("rubric/settings/"), settings)
    page = room.clients["rosa"].get(f"/reviews/{review.pk}/").content.decode()
    assert page.count("left out: it could name the venture") >= 2
    assert "knows" not in page
    assert (
        "Only Closed knows"
        in room.clients["manager"].get(room.url(f"{room.ventures[1].pk}/")).content.decode()
    )  # who knows the name reads all of it
    wording = edition_by_id(room.cohort.edition_id).wording("en")
    assert wording.questions["funding-route"].words("closed", "en") in page


def test_reviewers_know_a_venture_by_its_alias_alone_and_managers_by_its_name() -> None:
    """Every address that a reviewer has, and every file, header and refusal, without the name."""
    room = panel()
    venture = room.ventures[0].venture
    room.founder(0)
    share(
        enrolment=room.ventures[0], by=room.by("founder0"), at=NOW,
        shared=Disclosure(*(frozenset(ALL) for _part in range(4)), path=True),
    )  # fmt: skip
    [review] = room.ask("rosa", 0)
    [theirs] = room.ask("sven", 0)
    room.write("sven", theirs, internal={"": "WORDS-a-part-of-it again"},
               shared={"": f"WORDS for {venture.name.upper()}"})  # fmt: skip
    ask = {"do": "changes", "base": str(ReviewStep.objects.latest("pk").pk),
           "words": "Dear people of WORDS-the-former-name, say more."}  # fmt: skip
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    assert room.clients["manager"].post(where, ask).status_code == 302
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
        assert venture.name.casefold() not in told.casefold()
        assert "WORDS" not in told
        assert "CNRY-" not in told.replace("CNRY-internal", "").replace("CNRY-shared", "")  # notes
    assert "CNRY-internal" in answers[7].content.decode()  # one's own words stay
    assert re.search(r"Venture [A-Z]\d", answers[2].content.decode())
    assert "everything else that was typed are left out" in answers[2].content.decode()
    for end in ("", f"{room.ventures[0].pk}/", "results/", f"{room.ventures[0].pk}/reviews/"):
        assert venture.name in room.clients["manager"].get(room.url(end)).content.decode()


def test_an_alias_stays_and_no_number_says_who_came_late() -> None:
    room = panel(make_edition(), ventures=0)
    settings, where = {"aliases": "on", "decisions": ""}, room.url("rubric/settings/")
    first = {make_enrolment(cohort=room.cohort).pk for _number in range(12)}
    room.clients["manager"].post(where, settings)
    before = dict(Alias.objects.values_list("enrolment", "number"))
    assert set(before) == first
    for _number in range(12):
        make_enrolment(cohort=room.cohort)
    room.clients["manager"].post(where, settings)
    after = dict(Alias.objects.values_list("enrolment", "number"))
    assert {pk: after[pk] for pk in first} == before
    assert len(set(after.values())) == 24
    late = [number for pk, number in after.items() if pk not in first]
    assert min(late) < max(before.values())  # else once in 2.7 million, drawn of 2574
