"""What comes later counts once its day is there; the own file read back keeps what is to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
        save_plan(assessment=assessment, plan=plan, base=base, by=None, at=NOW)
        told = founder.get(page).context["page"].told
        raw, _faults = read_yaml(founder.get(file).content, "record")
        asked = sum("The day has passed" in one.words for one in told.matters)
        named = any(one["name"] == "Datasets" for one in raw["release"]["components"])
        return told.classed.now, len(told.classed.days), asked, named

    class_one, class_two = "Class I, Open Science", "Class II, Open Tooling"
    assert seen(0, today + dt.timedelta(3)) == (class_two, 1, 0, False)
    assert seen(1, today) == (class_one, 0, 0, True)
    assert seen(2, today - dt.timedelta(1)) == (class_one, 0, 1, True)


def test_the_own_file_read_back_keeps_what_is_to_come_and_texts_that_a_record_leaves_out() -> None:
    assessment = answered("harbour-health")
    founder = founder_of(assessment.venture)
    day = timezone.localdate() + dt.timedelta(30)
    kept = Part(When.LATER, day, "ODC-By-1.0")
    plan = replace(OLMO, name="Harbour", version="2", medium="code").with_part("datasets", kept)
    save_plan(assessment=assessment, plan=plan, base=0, by=None, at=NOW)
    own = founder.get(reverse("release-record", args=[assessment.pk])).content

    def read(content: bytes) -> dict[str, str]:
        file = SimpleUploadedFile("own.yml", content)
        page = founder.post(reverse("release-read", args=[assessment.pk]), {"record": file})
        assert page.status_code == 200
        return dict(page.context["page"].values)

    values = read(own)
    assert values == founder.get(reverse("release", args=[assessment.pk])).context["page"].values
    assert (values["datasets-when"], values["datasets-day"]) == ("later", day.isoformat())
    bare = read(b"""framework: {name: Model Openness Framework}
release:
  name: Renamed
  producer: ""
  license: {}
  components:
  - {name: Datasets, license: MIT}
""")
    assert (bare["name"], bare["version"], bare["medium"]) == ("Renamed", "2", "code")
    assert (bare["datasets-when"], bare["model-card-when"]) == ("released", "not")
