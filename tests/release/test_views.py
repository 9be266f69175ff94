"""The page of the release plan: filled in, saved, never overwritten; its files and drafts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings

from questionnaire.assessment.models import Assessment
from questionnaire.bank.yaml_in import read_yaml
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.release.actions import Overtaken, save_plan
from questionnaire.release.drafts import DRAFTS, draft
from questionnaire.release.forms import read_plan, values_of
from questionnaire.release.ground import open_ground
from questionnaire.release.models import ReleasePlan
from questionnaire.release.page import release_page
from questionnaire.release.records import plan_yaml
from questionnaire.scoring.release.mot_in import plan_of_record
from questionnaire.scoring.release.plan import Part, Plan, When, plan_of
from questionnaire.vocabulary import VentureRole
from tests.decision.ways import decided
from tests.factories import NOW, make_user, make_venture_member
from tests.report.sent import founder_of, reported, signed_in
from tests.scoring.release.plans import KNOWN, PLANS

pytestmark = pytest.mark.django_db
OLMO = KNOWN["OLMo"]


def form(plan: Plan, **more: Any) -> dict[str, Any]:
    return {**values_of(plan, "en"), "base": "0", "do": "save", **more}


def where(assessment: Assessment, name: str = "release", *more: object) -> str:
    return reverse(name, args=[assessment.pk, *more])


def stored(assessment: Assessment) -> list[tuple[int, Plan]]:
    rows = ReleasePlan.objects.filter(assessment=assessment).order_by("version")
    return [(one.version, plan_of(one.plan)) for one in rows]


# ---------------------------------------------------------------- filled in, and saved


def test_the_page_is_filled_in_for_the_decided_path_and_nothing_is_saved() -> None:
    report = reported("harbour-health")
    decided(report, path="open-weights")
    assessment = report.submission.assessment
    page = founder_of(assessment.venture).get(where(assessment))
    assert page.status_code == 200
    assert page.context["decided"]
    assert page.context["path"] == "Open weights"
    assert page.context["page"].told.classed.then == "Class III, Open Model"
    assert 'value="Apache-2.0"' in page.content.decode()
    assert stored(assessment) == []


def test_a_plan_is_saved_as_it_was_typed_and_the_same_again_is_no_revision(
    assessment: Assessment, founder: Client
) -> None:
    plan = OLMO.with_part("datasets", Part(When.LATER, dt.date(2099, 3, 1), "ODC-By-1.0"))
    saved = founder.post(where(assessment), form(plan, parameters="7", tokens="2,460"))
    assert saved.status_code == 302
    [(version, got)] = stored(assessment)
    assert (version, got.part("datasets"), got.parameters, got.tokens) == (
        1, Part(When.LATER, dt.date(2099, 3, 1), "ODC-By-1.0"), 7, 2460,
    )  # fmt: skip
    shown = founder.get(where(assessment)).context["page"]
    assert shown.told.classed.then == "Class I, Open Science"
    assert shown.told.classed.days == (("1 March 2099", "Class I, Open Science"),)
    again = {**dict(shown.values), "base": "1", "do": "save"}
    assert founder.post(where(assessment), again).status_code == 302
    assert len(stored(assessment)) == 1


def test_looking_at_what_follows_saves_nothing(assessment: Assessment, founder: Client) -> None:
    page = founder.post(where(assessment), form(OLMO, do="look"))
    assert (page.status_code, stored(assessment)) == (200, [])
    assert page.context["page"].told.opened.kind == "yes"


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("model-card-when", "later", "Say on which day it comes."),
        ("parameters", "many", "Write a number in digits."),
        ("burn", "-3", "Write a number above zero, or leave it empty."),
        ("base_flop", "999999999999", "This number is too large."),
        ("name", "x" * 201, "This is too long; write at most 200 characters."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(
    assessment: Assessment, founder: Client, field: str, typed: str, problem: str
) -> None:
    page = founder.post(where(assessment), form(OLMO, **{field: typed}))
    assert (page.status_code, stored(assessment)) == (422, [])
    assert problem in page.context["page"].problems.values()
    assert page.context["page"].values[field] == typed


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_a_form_reads_back_to_the_plan_that_it_shows(language: str) -> None:
    plan = Plan(
        name="Pläne", parameters=6.5, tokens=15600.0, base_flop=3.2e24, burn=123456.0,
        secured=1_500_000.0, runway=18.0, whole={"code": "MIT"},
        parts={"model-card": Part(When.RELEASED, None, "")},
    )  # fmt: skip
    data = QueryDict(mutable=True)
    data.update(values_of(plan, language))
    read = read_plan(data, language)
    assert read.problems == {}
    kept = {key: part for key, part in read.plan.parts.items() if part.when is not When.NOT}
    assert (kept, read.plan.whole) == (plan.parts, plan.whole)
    for name in ("parameters", "tokens", "base_flop", "burn", "secured", "runway", "name"):
        assert getattr(read.plan, name) == getattr(plan, name)


def test_of_two_who_save_at_once_the_later_learns_of_the_first(
    assessment: Assessment, founder: Client
) -> None:
    save_plan(assessment=assessment, plan=OLMO, base=0, by=None, at=NOW)
    page = founder.post(where(assessment), form(KNOWN["Grok"]))
    assert (page.status_code, len(stored(assessment))) == (409, 1)
    assert page.context["page"].values["final-parameters-when"] == "released"
    for base in (0, 2, -1):
        with pytest.raises(Overtaken):
            save_plan(assessment=assessment, plan=Plan(), base=base, by=None, at=NOW)
    page = founder.post(where(assessment), form(KNOWN["Grok"], base="1"))
    assert [version for version, _plan in stored(assessment)] == [1, 2]
    earlier = founder.get(where(assessment, "release-earlier", 1))
    assert earlier.context["shown"].version == 1
    assert "<button" not in earlier.content.decode().split("<h1>")[1].split("</main>")[0]
    assert founder.get(where(assessment, "release-earlier", 9)).status_code == 404


@pytest.mark.parametrize("between", [{"do": "look"}, {"parameters": "many"}])
def test_what_comes_back_unsaved_is_still_made_from_what_it_was(
    assessment: Assessment, founder: Client, between: dict[str, str]
) -> None:
    opened = founder.get(where(assessment)).context["base"]
    save_plan(assessment=assessment, plan=OLMO, base=0, by=None, at=NOW)
    page = founder.post(where(assessment), form(KNOWN["Grok"], base=str(opened), **between))
    sent = {**form(KNOWN["Grok"]), "base": page.context["base"]}
    assert f'name="base" value="{opened}"' in page.content.decode()
    assert founder.post(where(assessment), sent).status_code == 409
    assert [version for version, _plan in stored(assessment)] == [1]


def test_a_saved_plan_never_changes_and_goes_with_its_venture(assessment: Assessment) -> None:
    save_plan(assessment=assessment, plan=OLMO, base=0, by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasePlan.objects.update(version=7)
    owner = make_venture_member(venture=assessment.venture)
    erase_venture(venture=assessment.venture, by=Actor(owner.user_id))
    assert not ReleasePlan.objects.exists()


def test_a_reader_reads_the_plan_and_gets_no_form(assessment: Assessment) -> None:
    save_plan(assessment=assessment, plan=OLMO, base=0, by=None, at=NOW)
    user = make_user()
    make_venture_member(venture=assessment.venture, user=user, role=VentureRole.VIEWER)
    reader = signed_in(user)
    page = reader.get(where(assessment))
    assert 'name="base"' not in page.content.decode()
    assert "Technical report" in page.content.decode()
    assert reader.post(where(assessment), form(OLMO)).status_code == 403
    assert reader.get(where(assessment, "release-record")).status_code == 200


def test_whatever_is_planned_the_page_and_its_drafts_can_be_made(assessment: Assessment) -> None:
    owner = make_venture_member(venture=assessment.venture)
    ground = open_ground(Actor(owner.user_id), assessment)

    @settings(max_examples=25, phases=[Phase.generate])
    @given(plan=PLANS)
    def made(plan: Plan) -> None:
        release_page(plan, ground, values_of(plan, "en"), {})
        for name in DRAFTS:
            assert draft(name, plan, ground)
        raw, unread = read_yaml(plan_yaml(plan, NOW.date()).encode(), "record")
        read = plan_of_record(raw)
        assert (unread, read.faults, read.remarks) == ([], (), ())

    made()


# ---------------------------------------------------------------- files, drafts, records


def test_the_tools_file_reads_back_to_what_is_released(
    assessment: Assessment, founder: Client
) -> None:
    assert founder.get(where(assessment, "release-record")).status_code == 404
    plan = replace(OLMO, burn=77.0)
    save_plan(assessment=assessment, plan=plan, base=0, by=None, at=NOW)
    answer = founder.get(where(assessment, "release-record"))
    assert answer["Content-Disposition"] == ('attachment; filename="harbour-health-release.yml"')
    raw, unread = read_yaml(answer.content, "record")
    read = plan_of_record(raw)
    assert (unread, read.faults, read.remarks) == ([], (), ())
    assert read.plan.release() == OLMO.release()
    uploaded = SimpleUploadedFile("plan.yml", answer.content)
    page = founder.post(where(assessment, "release-read"), {"record": uploaded})
    assert page.status_code == 200
    assert page.context["page"].told.classed.then == "Class I, Open Science"
    assert page.context["page"].values["burn"] == "77"  # which no record tells
    assert len(stored(assessment)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it does not hold name: value pairs; write a mapping"),
        (b"a: [1", "mend it there"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b"a: &x [1]\nb: *x", "line 1: anchors and aliases are refused"),
        (b"a: !!python/object:os.system {}", "tags and dates are refused"),
        (b"framework: {name: Another}\nrelease: {}", "it is another framework"),
        (b"framework:\n  name: Model Openness Framework\nrelease:\n  components: none\n",
         "release.components: it is no list that fits"),
        (b"[" * 49_000, "it is nested too deeply"),
        (b"#" * 50_001, "The file is larger than 50 kB"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_place_and_the_mend(
    assessment: Assessment, founder: Client, content: bytes, said: str
) -> None:
    uploaded = SimpleUploadedFile("plan.yml", content)
    page = founder.post(where(assessment, "release-read"), {"record": uploaded})
    assert page.status_code == 422
    assert any(said in fault for fault in page.context["faults"]), page.context["faults"]
    assert stored(assessment) == []


def test_what_was_left_out_of_a_file_is_said_beside_the_form(
    assessment: Assessment, founder: Client
) -> None:
    uploaded = SimpleUploadedFile("plan.yml", b"release: {name: x, components: [{name: Soul}]}")
    page = founder.post(where(assessment, "release-read"), {"record": uploaded})
    assert page.status_code == 200
    said = "release.components, 1: 'Soul' is no component; it is left out"
    assert said in page.context["remarks"]
    assert "&#x27;Soul&#x27; is no component" in page.content.decode()


def test_a_read_without_a_file_asks_for_one(assessment: Assessment, founder: Client) -> None:
    page = founder.post(where(assessment, "release-read"))
    assert page.context["faults"] == ("Choose a file first.",)


def test_drafts_tell_the_plan_and_the_founders_words_as_text(
    assessment: Assessment, founder: Client
) -> None:
    assessment.answers.filter(question="ethics-red-line").delete()
    plan = KNOWN["Llama 2"]
    save_plan(
        assessment=assessment, base=0, by=None, at=NOW,
        plan=plan_of({"name": "<b>*Harbour*</b>", "whole": dict(plan.whole),
                      "parts": {"final-parameters": {"when": "released"}}}),
    )  # fmt: skip
    drafts = {
        name: founder.get(where(assessment, "release-draft", name)).content.decode()
        for name in ("model-card", "checklist", "policy")
    }
    assert all(r"\<b\>\*Harbour\*\</b\>" in text for text in drafts.values())
    assert (
        "| Model parameters (Final) | Released | Llama 2 Community License |"
        in (drafts["model-card"])
    )
    assert "- [ ] Class III, Open Model: Model card (not released)" in drafts["checklist"]
    assert "No legal advice" in drafts["checklist"]
    assert drafts["policy"].count("  - ") >= 3
    assert founder.get(where(assessment, "release-draft", "novel")).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_revisions(
    assessment: Assessment, founder: Client, django_assert_num_queries: Any
) -> None:
    save_plan(assessment=assessment, plan=OLMO, base=0, by=None, at=NOW)
    founder.get(where(assessment))
    with django_assert_num_queries(6):
        founder.get(where(assessment))
    for version in range(1, 4):
        plan = Plan(name=f"v{version}")
        save_plan(assessment=assessment, plan=plan, base=version, by=None, at=NOW)
    with django_assert_num_queries(6):
        founder.get(where(assessment))
