"""Cohort pages: walls between accelerators, what is disclosed, constant queries."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from questionnaire.cohort.disclosure import NOTHING
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actor import Actor
from questionnaire.report.models import Report
from tests.cohort.rooms import ALL, enrol, room
from tests.factories import (
    NOW,
    make_assessment,
    make_enrolment,
    make_round,
    make_venture,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
PERSONAS = ("almendra-speech", "delta-soil", "kestrel-code")


def test_lists_only_the_readers_cohorts() -> None:
    mine, client = room()
    other, _ = room(mine.edition)
    page = client.get("/cohorts/").content.decode()
    assert (mine.name in page, other.name in page) == (True, False)


def test_another_accelerators_cohort_is_the_404_of_no_cohort() -> None:
    theirs, _ = room()
    enrolment = enrol(theirs, "delta-soil")
    mine, client = room(theirs.edition)
    absent = client.get(f"/cohorts/{uuid.uuid4()}/")
    hidden = client.get(f"/cohorts/{theirs.pk}/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert client.get(f"/cohorts/{theirs.pk}/{enrolment.pk}/").status_code == 404
    assert client.get(f"/cohorts/{mine.pk}/{enrolment.pk}/").status_code == 404


def test_nobody_is_sent_to_sign_in() -> None:
    cohort, _ = room()
    assert Client().get(f"/cohorts/{cohort.pk}/").status_code == 302
    assert Client().get("/cohorts/").status_code == 302


def test_a_member_no_longer_sees_nothing() -> None:
    cohort, client = room()
    assert client.get(f"/cohorts/{cohort.pk}/").status_code == 200
    cohort.accelerator.members.all().delete()
    assert client.get(f"/cohorts/{cohort.pk}/").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_cohort_takes_under_ten_queries_whatever_its_size(
    size: int, django_assert_num_queries: Any
) -> None:
    cohort, client = room()
    for persona in PERSONAS[:size]:
        enrol(cohort, persona)
    address = f"/cohorts/{cohort.pk}/"
    client.get(address)
    make_round(cohort=cohort)
    # session, cohort, who looked, rounds, page, what is counted already, scatter
    with django_assert_num_queries(7):
        client.get(address)
    # and in place of the scatter: counts, contradictions, from round to round
    with django_assert_num_queries(9):
        client.get(f"{address}?name=e&safety=1&sort=-lean&against=community&column=runway")


def test_a_venture_report_takes_five_queries(django_assert_num_queries: Any) -> None:
    cohort, client = room()
    enrolment = enrol(cohort, "delta-soil")
    client.get(f"/cohorts/{cohort.pk}/{enrolment.pk}/")
    with django_assert_num_queries(5):  # session, cohort, enrolment, report; who looked
        client.get(f"/cohorts/{cohort.pk}/{enrolment.pk}/")


def cells(page: str, name: str) -> list[str]:
    """The words of a venture's row in the table."""
    row = next(one for one in page.split("<tr>") if f">{name}<" in one or f"{name} <" in one)
    return [
        re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
    ]


def test_not_shared_is_said_and_never_zero() -> None:
    cohort, client = room()
    enrol(cohort, "delta-soil", [])
    told = cells(client.get(f"/cohorts/{cohort.pk}/").content.decode(), "Delta Soil")
    assert told[0] == "Submitted"
    assert told[2:] == ["not shared"] * 5


def test_contradictions_and_actions_are_counted_of_those_that_share_them() -> None:
    cohort, client = room()
    for categories in (ALL, ALL, ["funding"]):
        enrol(cohort, "delta-soil", categories)
    context = client.get(f"/cohorts/{cohort.pk}/").context
    told = {(one.words, one.hidden) for name in ("tensions", "actions") for one in context[name]}
    assert told == {
        ("2 of the 2 that share it", "1 does not share it"), ("3 of the 3 that share it", ""),
    }  # fmt: skip
    assert (context["tensions_unknown"], context["actions_unknown"]) == ("", "")
    cohort.enrolments.exclude(answers=["funding"]).delete()
    context = client.get(f"/cohorts/{cohort.pk}/").context
    assert context["tensions_unknown"].startswith("Of ")
    assert (
        "nothing is known: no venture shares all the answers behind"
        in (context["tensions_unknown"])
    )


def test_still_answering_is_too_early_and_has_no_report() -> None:
    cohort, client = room()
    venture = make_venture(name="Slow Start")
    make_assessment(venture=venture, edition=cohort.edition)
    enrolment = make_enrolment(cohort=cohort, venture=venture, categories=ALL)
    told = cells(client.get(f"/cohorts/{cohort.pk}/").content.decode(), "Slow Start")
    assert told == ["Still answering", "too little answered", *["too early"] * 5]
    assert client.get(f"/cohorts/{cohort.pk}/{enrolment.pk}/").status_code == 404


def test_a_report_holds_no_notes_even_when_everything_is_shared() -> None:
    cohort, client = room()
    enrolment = enrol(cohort, "delta-soil")
    page = client.get(f"/cohorts/{cohort.pk}/{enrolment.pk}/").content.decode()
    assert "Delta Soil" in page
    assert "CNRY-" not in page


def test_a_part_says_what_is_shared_what_is_not_and_what_cannot_be_told_for_it() -> None:
    cohort, client = room()
    enrolment = enrol(cohort, "delta-soil", ["funding", "team"])
    base = f"/cohorts/{cohort.pk}/{enrolment.pk}/"
    words = ("Delta Soil shares with you: scores and answers of Funding and Team; the recommended "
             "path.", "Not shared: anything of the categories Experimentation, Loyalty and "
             "community and Ethics and education.", "What rests on that cannot be told and is "
             "left out: lean, how clear the path’s lead is, the posture Funding, ")  # fmt: skip
    page = client.get(base).content.decode()
    sheet = client.get(f"{base}interview/").content.decode()
    beside = client.get(
        f"/cohorts/{cohort.pk}/side-by-side/?venture={enrolment.pk}"
        f"&venture={enrol(cohort, 'almendra-speech').pk}"
    ).content.decode()
    for said in words:
        assert said in page and said in sheet and said in beside
    assert "Lean: not shown, as it rests on the scores of Experimentation and Loyalty" in page
    assert "too little was answered or sent so far" in page and "so far" in beside
    assert (page.count('data-label="Points"'), page.count('data-label="Lean"')) == (0, 0)


def test_a_part_with_postures_tells_of_their_points_without_the_withheld_category() -> None:
    cohort, client = room()
    enrolment = enrol(cohort, "delta-soil", ["funding", "team", "experimentation", "loyalty"])
    page = client.get(f"/cohorts/{cohort.pk}/{enrolment.pk}/")
    assert [row[0] for row in page.context["matrix"]["rows"]] == [
        "Funding", "Team", "Experimentation", "Loyalty and community",
    ]  # fmt: skip
    text = page.content.decode()
    assert "Without Ethics and education: not shared, and on none of it can a posture" in text
    assert "Here: points for Funding, not for Community and Safety." in text
    assert 'data-label="Points"><span class="quiet">not shared' not in text


def test_a_part_holds_only_shared_answers() -> None:
    cohort, client = room()
    enrolment = enrol(cohort, "delta-soil", ["funding"])
    page = client.get(f"/cohorts/{cohort.pk}/{enrolment.pk}/").content.decode()
    assert "For how many months does the cash in hand last" in page
    assert "In short, where are the limits of safety?" not in page
    assert "CNRY-" not in page
    assert page.count("This category is not shared with you") == 4


def test_consent_taken_back_ends_the_report_at_once() -> None:
    cohort, client = room()
    enrolment = enrol(cohort, "delta-soil")
    address = f"/cohorts/{cohort.pk}/{enrolment.pk}/"
    assert client.get(address).status_code == 200
    owner = make_venture_member(venture=enrolment.venture)
    share(enrolment=enrolment, shared=NOTHING, by=Actor(user_id=owner.user_id), at=NOW)
    assert client.get(address).status_code == 404
    told = cells(client.get(f"/cohorts/{cohort.pk}/").content.decode(), "Delta Soil")
    assert told == ["Not shared", *["not shared"] * 6]


@pytest.mark.parametrize(
    "query", ["sort=owner__password", "safety=NaN", "state=x&path=y&tension=z", "safety=99999"]
)
def test_unknown_sorts_and_filters_change_nothing(query: str) -> None:
    cohort, client = room()
    enrol(cohort, "delta-soil")
    page = client.get(f"/cohorts/{cohort.pk}/?{query}").content.decode()
    assert "1 of 1 venture" in page


def test_each_posture_narrows_and_the_filters_stand_open_once_one_does() -> None:
    cohort, client = room()
    for persona in PERSONAS[:2]:
        enrol(cohort, persona)
    today = timezone.now().date()
    make_round(cohort=cohort, kind="midterm", opens_on=today, closes_on=today)
    make_round(
        cohort=cohort, kind="demoday", opens_on=today + dt.timedelta(days=9),
        closes_on=today + dt.timedelta(days=12),
    )  # fmt: skip
    here = f"/cohorts/{cohort.pk}/"
    page = client.get(here)
    folded = page.content.decode()
    assert '<details class="narrow">' in folded
    assert "no filter" in folded
    told = page.context["courses"]
    assert [word for word, *_ in told["rows"]] == ["Mid-term, still open", "now"]
    assert [word for word, _ in told["to_come"]] == ["Demo day"]
    for posture in ("funding", "community", "safety"):
        scores = sorted(Report.objects.values_list(posture, flat=True))
        page = client.get(f"{here}?{posture}={scores[0] + 1}")
        assert len(page.context["rows"]) == sum(one > scores[0] for one in scores)
        assert '<details class="narrow" open>' in page.content.decode()
        assert f"{posture}={scores[0] + 1}" in page.context["kept"]


def test_a_filter_that_nothing_matches_says_so() -> None:
    cohort, client = room()
    enrol(cohort, "delta-soil")
    page = client.get(f"/cohorts/{cohort.pk}/?path=closed&safety=100").content.decode()
    assert "No venture matches these 2 filters." in page


@pytest.mark.parametrize("end", ["csv", "xlsx", "json"])
def test_no_head_of_a_file_tells_a_number_unrecorded(end: str) -> None:
    cohort, client = room()
    enrol(cohort, "delta-soil")
    answer = client.head(f"/cohorts/{cohort.pk}.{end}?safety=50")
    assert (answer.status_code, answer.headers.get("X-Row-Count")) == (405, None)
    assert "Content-Disposition" not in answer.headers
