"""What the page of the plan says of itself: sums, missing figures, what is not saved, errors."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from questionnaire.assessment.models import Assessment
from questionnaire.release.actions import save_plan
from questionnaire.release.forms import values_of
from questionnaire.scoring.release.plan import Plan
from tests.factories import NOW
from tests.report.sent import answered, founder_of
from tests.scoring.release.plans import EVERYTHING, described

pytestmark = pytest.mark.django_db
SIZED = described(
    *EVERYTHING, name="Harbour", parameters=7.0, tokens=2000.0, accelerators=64.0, hardware="h100",
    origin="Big", base_licence="Apache-2.0",
)  # fmt: skip


def looked(founder: Client, assessment: Assessment, plan: Plan, **more: Any) -> tuple[str, Any]:
    """The page's own words and values after "See what follows"."""
    form = {**values_of(plan, "en"), "base": "0", "do": "look", **more}
    answer = founder.post(reverse("release", args=[assessment.pk]), form)
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1])
    return " ".join(text.split()), answer.context["page"]


def test_a_run_opens_to_its_sums_and_a_short_one_is_told_in_days(
    founder: Client, assessment: Assessment
) -> None:
    assessment.answers.exclude(question__startswith="ethics").delete()  # the run lies ahead
    _text, page = looked(founder, assessment, SIZED)
    planned, _smaller, adapter = page.course.runs
    hours, reruns, cost, time, spread = planned.sums
    assert "TFLOP/s" in hours
    assert planned.hours in reruns
    assert planned.cost in cost
    assert planned.months in time
    assert "64 accelerators" in time
    times = [float(one) for one in re.findall(r"[0-9.]+(?= times the| by)", spread)]
    assert times[0] == pytest.approx(times[1] * times[2] * times[3], rel=0.01)
    assert adapter.months == "less than a day"
    _text, fast = looked(founder, assessment, replace(SIZED, accelerators=640.0))
    assert "does not move them" in fast.course.pace
    _text, page = looked(founder, assessment, replace(SIZED, accelerators=1.0))
    assert "and what follows off by" in page.course.pace
    assert page.course.runs[2].months.endswith(" days")


def test_a_duty_that_may_hold_says_what_it_waits_for(
    founder: Client, assessment: Assessment
) -> None:
    text, page = looked(founder, assessment, SIZED)
    [risk] = [one for one in page.told.duties.lines if one.name.endswith("systemic risk")]
    assert (risk.word, risk.why) == ("may be", ("the base’s compute is not given",))
    assert "Presumed to carry systemic risk the base’s compute is not given may be" in text


def test_what_is_looked_at_is_not_called_saved(founder: Client, assessment: Assessment) -> None:
    text, _page = looked(founder, assessment, SIZED)
    assert "What you see is not saved." in text
    assert "Filled in for the path" not in text
    save_plan(assessment=assessment, plan=SIZED, base=0, by=None, at=NOW)
    text, _page = looked(founder, assessment, replace(SIZED, name="Other"))
    assert "What you see is not saved. Revision 1 stands until you save." in text
    shown = founder.get(reverse("release", args=[assessment.pk])).content.decode()
    assert "What you see is not saved." not in shown


def test_what_a_first_plan_is_filled_in_for_is_said_as_the_report_says_it() -> None:
    for persona, said in (
        ("harbour-health", "Filled in for the path that your answers support so far: "),
        ("marea-translate", "No path holds so far; filled in for the one that comes closest: "),
    ):
        found = answered(persona)
        page = founder_of(found.venture).get(reverse("release", args=[found.pk]))
        assert f"Nothing is saved yet. {said}" in page.content.decode()
    # no path holds: what stands in the way and what to do next, also beside a saved plan
    save_plan(assessment=found, plan=SIZED, base=0, by=None, at=NOW)
    page = founder_of(found.venture).get(reverse("release", args=[found.pk]))
    told = page.content.decode()
    broken = [one.text for one in page.context["openings"].mend]
    assert broken and all(escape(one) in told for one in broken)
    first = page.context["openings"].mend[0].behind[0]
    assert f"/c/{first.category}/#slot-{first.key}" in told


def test_a_model_trained_anew_on_a_base_is_remarked(
    founder: Client, assessment: Assessment
) -> None:
    said = "a model is named that it is built on"
    assert said in looked(founder, assessment, replace(SIZED, treatment="pre-trained"))[0]
    assert said not in looked(founder, assessment, SIZED)[0]
    assert said not in looked(founder, assessment, replace(SIZED, origin="",
                                                           treatment="pre-trained"))[0]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("parameters", "many", "Active parameters, in billions: Write a number in digits."),
        ("datasets-when", "later", "Day: Datasets: Say on which day it comes."),
        ("whole-code", "x" * 201, "Licence for Code: This is too long"),
        ("model-card-licence", "x" * 201, "Own licence: Model card: This is too long"),
    ],
)
def test_an_error_names_its_field(
    founder: Client, assessment: Assessment, field: str, typed: str, said: str
) -> None:
    text, page = looked(founder, assessment, SIZED, **{field: typed})
    assert said in text
    if field == "datasets-when":
        assert [one.kind for one in page.groups if one.wrong] == ["data"]


def test_errors_are_summed_up_in_the_order_of_the_page(
    founder: Client, assessment: Assessment
) -> None:
    wrong = {"runway": "-1", "name": "x" * 201, "model-card-licence": "x" * 201,
             "datasets-when": "later", "whole-code": "x" * 201, "parameters": "many"}  # fmt: skip
    _text, page = looked(founder, assessment, SIZED, **wrong)
    assert [field for field, _label, _problem in page.wrong] == [
        "whole-code", "datasets-day", "model-card-licence", "name", "parameters", "runway",
    ]  # fmt: skip


def test_the_overview_leads_to_the_plan_once_before_sending_and_after(
    founder: Client, assessment: Assessment
) -> None:
    link = f'href="{reverse("release", args=[assessment.pk])}"'
    for _ in range(2):
        page = founder.get(reverse("overview", args=[assessment.pk])).content.decode()
        assert page.count(link) == 1
        founder.post(reverse("send", args=[assessment.pk]))


def test_the_way_to_the_plan_stands_where_one_begins_to_decide(
    founder: Client, assessment: Assessment
) -> None:
    page = founder.get(reverse("decide", args=[assessment.pk])).content.decode()
    assert f'href="{reverse("release", args=[assessment.pk])}"' in page
