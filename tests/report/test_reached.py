"""A report's words tell what is shown from what is said, and a path's fit from its standing."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.report.actions import submit_assessment
from questionnaire.vocabulary import Claim
from tests.factories import NOW
from tests.report.sent import answered, founder_of

pytestmark = pytest.mark.django_db


def page(assessment: Assessment, language: str = "en") -> str:
    report = submit_assessment(assessment=assessment, at=NOW)
    client: Client = founder_of(assessment.venture)
    told = client.get(reverse("report", args=[report.pk]), headers={"accept-language": language})
    return html.unescape(told.content.decode())


@pytest.mark.parametrize(
    ("first", "others", "words"),
    [
        (Claim.PLAN, Claim.GUESS, "Reached by what you say; nothing of it is evidenced yet"),
        (Claim.DONE, Claim.PROVEN, "Reached, and evidenced"),
        (Claim.DONE, Claim.PLAN, "Reached by what you say; 1 of 2 answers behind it is evidenced"),
    ],
)
def test_a_milestone_says_whether_it_is_reached_by_what_is_shown(
    first: Claim, others: Claim, words: str
) -> None:
    assessment = answered("gneis-materials")  # it has reached one: its niche is secured
    rows = Answer.objects.filter(assessment=assessment)
    rows.update(claim=others)
    rows.filter(question="ethics-data-rights").update(claim=first)
    told = page(assessment)
    assert words in told
    assert "Reached by evidence" not in told


@pytest.mark.parametrize(
    ("language", "why", "back"),
    [
        ("en", "but is knocked out, as this does not hold: ",
         "It would come first if you answered “Banned"),
        ("de", "ist aber ausgeschlossen, weil dies nicht erfüllt ist: ",
         "Der Weg läge vorn, wenn Sie auf „"),
        ("es", "pero queda descartada porque esto no se cumple: ",
         "Quedaría primera si respondieras «"),
    ],
)  # fmt: skip
def test_a_path_that_fits_better_says_beside_its_fit_why_it_stays_behind(
    language: str, why: str, back: str
) -> None:
    told = page(answered("harbour-health"), language)
    barred = {one.split('"')[0]: one.split("</p>")[0] for one in told.split('id="barred-')[1:]}
    assert list(barred) == ["weights-with-limits", "open-weights"]
    assert all(why in one for one in barred.values())
    assert [back in one for one in barred.values()] == [True, False]
    assert all(f'<a href="#barred-{key}">' in told for key in barred)


def test_the_title_of_a_source_says_its_language_where_the_page_has_another() -> None:
    told = page(answered("harbour-health"), "de")
    sources = told[told.index('id="sources"') :]
    assert '<span lang="en">Our count over Epoch AI, data on AI models</span>' in sources
    assert '<span lang="de">' in sources
