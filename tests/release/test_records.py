"""Files of the Model Openness Tool at the page: the whole plan back, and what is wrong in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Assessment
from questionnaire.release.actions import save_plan
from questionnaire.release.forms import values_of
from questionnaire.release.models import ReleasePlan
from questionnaire.scoring.release.plan import Part, When
from tests.factories import NOW
from tests.scoring.release.plans import KNOWN, released

pytestmark = pytest.mark.django_db


def where(assessment: Assessment, name: str) -> str:
    return reverse(name, args=[assessment.pk])


def test_the_file_with_the_whole_plan_brings_back_what_comes_later_and_the_figures(
    assessment: Assessment, founder: Client
) -> None:
    later = Part(When.LATER, dt.date(2999, 3, 1), "ODC-By-1.0")
    plan = replace(KNOWN["OLMo"], burn=77.0).with_part("datasets", later)
    save_plan(assessment=assessment, plan=plan, base=0, by=None, at=NOW)
    assert b"77" not in founder.get(where(assessment, "release-record")).content
    file = founder.get(where(assessment, "release-record") + "?whole")
    assert file["Content-Disposition"] == 'attachment; filename="harbour-health-release-plan.yml"'
    other = released("model-card", secured=5.0)
    save_plan(assessment=assessment, plan=other, base=1, by=None, at=NOW)
    uploaded = SimpleUploadedFile("plan.yml", file.content)
    page = founder.post(where(assessment, "release-read"), {"record": uploaded})
    assert page.context["page"].values == values_of(plan, "en")
    assert (page.context["remarks"], ReleasePlan.objects.count()) == ((), 2)


RECORD = b"""framework: {name: Model Openness Framework}
release:
  name: Harbour
  license: {}
  components: [{name: Model card}]
"""


def test_a_record_without_licences_clears_none_of_the_plan_and_gives_its_parts_none(
    assessment: Assessment, founder: Client
) -> None:
    later = Part(When.LATER, dt.date(2999, 3, 1))
    plan = replace(released("model-card"), whole={"data": "CDLA-Permissive-2.0"})
    plan = plan.with_part("datasets", later)
    save_plan(assessment=assessment, plan=plan, base=0, by=None, at=NOW)
    uploaded = SimpleUploadedFile("release.yml", RECORD)
    page = founder.post(where(assessment, "release-read"), {"record": uploaded})
    values = page.context["page"].values
    kept = {"whole-data": "CDLA-Permissive-2.0", "datasets-when": "later", "datasets-licence": "",
            "model-card-when": "released", "model-card-licence": "unlicensed"}  # fmt: skip
    assert kept.items() <= values.items()


@pytest.mark.parametrize(
    ("language", "content", "said"),
    [
        ("en", b"a: [1", "line 1, column 6: a list in brackets is not closed; mend it there"),
        ("es", b"a: [1", "línea 1, columna 6: falta el cierre de una lista entre corchetes; "
         "corrígelo ahí"),
        ("de", b"a: 1\nb: c: d", "Zeile 2, Spalte 5: ein Doppelpunkt steht, wo keiner stehen "
         "darf; berichtigen Sie es dort"),
        ("de", b"a: &x [1]\nb: *x", "Zeile 1: "),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_of_in_the_readers_language_with_its_place(
    assessment: Assessment, founder: Client, language: str, content: bytes, said: str
) -> None:
    founder.cookies["fmassess-language"] = language
    uploaded = SimpleUploadedFile("plan.yml", content)
    page = founder.post(where(assessment, "release-read"), {"record": uploaded})
    assert [fault[: len(said)] for fault in page.context["faults"]] == [said]
