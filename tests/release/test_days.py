"""What comes later counts once its day is there: on the page, in the tool's file, in the words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.bank.yaml_in import read_yaml
from questionnaire.release.actions import save_plan
from questionnaire.scoring.release.plan import Part, When
from tests.factories import NOW
from tests.report.sent import answered, founder_of
from tests.scoring.release.plans import KNOWN

pytestmark = pytest.mark.django_db
OLMO = KNOWN["OLMo"]
"""Class I by its datasets, and II without."""


def test_what_was_to_come_on_a_day_that_has_passed_counts_as_out_and_is_asked_about() -> None:
    assessment = answered("harbour-health")
    founder = founder_of(assessment.venture)
    today = timezone.localdate()
    page, file = (reverse(name, args=[assessment.pk]) for name in ("release", "release-record"))

    def seen(base: int, day: dt.date) -> tuple[str, int, int, bool]:
        plan = OLMO.with_part("datasets", Part(When.LATER, day))
        save_plan(assessment=assessment.pk, plan=plan, base=base, by=None, at=NOW)
        told = founder.get(page).context["page"].told
        raw, _faults = read_yaml(founder.get(file).content, "record")
        asked = sum("The day has passed" in one.words for one in told.matters)
        named = any(one["name"] == "Datasets" for one in raw["release"]["components"])
        return told.classed.now, len(told.classed.days), asked, named

    class_one, class_two = "Class I, Open Science", "Class II, Open Tooling"
    assert seen(0, today + dt.timedelta(3)) == (class_two, 1, 0, False)
    assert seen(1, today) == (class_one, 0, 0, True)
    assert seen(2, today - dt.timedelta(1)) == (class_one, 0, 1, True)
