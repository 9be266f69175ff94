"""Which plan stands, and where: one for a venture, on its pages and in its files, over today's
answers; what contradicts it and whose day has passed stands there too."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from openpyxl import load_workbook

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.moving.actions import go_back, move_on
from questionnaire.bank.actions import publish
from questionnaire.people.models import Venture
from questionnaire.release.actions import save_plan
from questionnaire.release.models import ReleasePlan
from questionnaire.report.models import Report, ReportText
from questionnaire.scoring.release.plan import Part, Plan, When
from tests.assessment.revisions import DAY, LATER, begun, guest_of, publish_later
from tests.decision.ways import decided, sent_again
from tests.factories import NOW, make_draft
from tests.harness import schema
from tests.report.files.opened import bare, reader
from tests.report.sent import founder_of, reported
from tests.scoring.release.plans import EVERYTHING, described

pytestmark = pytest.mark.django_db
SCHEMA = Draft202012Validator(
    json.loads(schema.PLACE.read_text()), format_checker=FormatChecker()
)  # fmt: skip
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
PLAN = described(
    *EVERYTHING, name="Harbour 8B", origin="Llama 3.1 8B", parameters=8.0, tokens=2000.0,
    accelerators=64.0, burn=50.0, secured=3_000_000.0, base_licence="Llama 3.1 Community License",
).with_part("datasets", Part(When.LATER, YESTERDAY, "ODC-By-1.0"))  # fmt: skip
CONFLICT = "you cannot pass weights made from it on under Apache-2.0"
GAP = "keeps the weights; the plan hands them out."
PASSED = "this day has passed, so it counts as released"


def name_shown(client: Client, assessment: Assessment) -> str:
    """The name of the model on the page that an assessment's address leads to."""
    page = client.get(reverse("release", args=[assessment.pk]), follow=True)
    return str(page.context["page"].values["name"])


# ---------------------------------------------------------------- moving on, and back


def test_a_plan_goes_along_to_newer_questions_any_number_of_times_and_back() -> None:
    first, second = begun(), publish_later()
    third = publish(
        edition=make_draft(LATER.model_copy(update={"key": "small-3"})), note={"en": "Again."},
        at=NOW + 2 * DAY, prove=False,
    )  # fmt: skip
    client = guest_of(first).client

    def save(assessment: Assessment, name: str, base: int) -> int:
        return save_plan(assessment=assessment, plan=Plan(name=name), base=base, by=None, at=NOW)

    def everywhere(name: str) -> None:
        assert {name_shown(client, one) for one in chain} == {name}
        record = client.get(reverse("release-record", args=[chain[-1].pk])).content
        assert f"name: {name}".encode() in record

    chain = [first]
    assert save(first, "one", 0) == 1
    for edition in (second, third):
        chain.append(move_on(assessment=chain[-1], edition_id=edition.pk, by=None, at=NOW + DAY))
        for each in chain:
            each.refresh_from_db()
        everywhere("one")
    assert save(chain[2], "two", 1) == 2
    everywhere("two")
    for last in (chain[2], chain[1]):
        go_back(assessment=last)
        for each in chain:
            each.refresh_from_db()
        everywhere("two")
    assert save(first, "three", 2) == 3
    everywhere("three")
    move_on(assessment=first, edition_id=second.pk, by=None, at=NOW + 2 * DAY)
    everywhere("three")
    earlier = client.get(reverse("release-earlier", args=[chain[2].pk, 1]), follow=True)
    assert earlier.context["page"].values["name"] == "one"
    assert list(ReleasePlan.objects.order_by("version").values_list("version", flat=True)) == [
        1, 2, 3,
    ]  # fmt: skip


# ---------------------------------------------------------------- on the page of the report


def planned() -> tuple[Report, Client]:
    """A report with a decision to stay closed, and a plan that hands everything out."""
    report = reported("harbour-health")
    decided(report, path="closed")
    venture: Venture = report.submission.assessment.venture
    save_plan(assessment=report.submission.assessment, plan=PLAN, base=0, by=None, at=NOW)
    return report, founder_of(venture)


def test_a_report_says_beside_its_contradictions_what_stands_against_the_plan_today() -> None:
    report, founder = planned()
    kept = [bytes(one.body) for one in ReportText.objects.order_by("pk")]
    page = founder.get(f"/reports/{report.pk}/").content.decode()
    before, block = page.split('id="release-today"')
    assert 'id="tensions"' in before.split("<section")[-2]
    block = block.split("</section>")[0]
    for words in (CONFLICT, GAP, PASSED, "as they are now", "Read the decision"):
        assert words in block, words
    assert 'href="#release-today"' in before
    assert PASSED in before
    assert [bytes(one.body) for one in ReportText.objects.order_by("pk")] == kept
    agreeing = Plan(name="Kept")
    save_plan(assessment=report.submission.assessment, plan=agreeing, base=1, by=None, at=NOW)
    again = founder.get(f"/reports/{report.pk}/").content.decode()
    assert GAP not in again
    assert CONFLICT not in again


def test_a_report_of_before_there_was_such_a_place_has_it_after_its_own_words() -> None:
    report, founder = planned()
    for one in ReportText.objects.all():
        body = zlib.decompress(one.body).replace(b"<!--slot release-today-->", b"")
        one.delete()
        ReportText.objects.create(
            report=report, language=one.language, body=zlib.compress(body)
        )  # fmt: skip
    page = founder.get(f"/reports/{report.pk}/").content.decode()
    assert page.count('id="release-today"') == 1
    assert page.index('id="sources"') < page.index('id="release-today"')


def test_other_pages_count_what_stands_against_the_plan(
    django_assert_num_queries: Any,
) -> None:
    report, founder = planned()
    assessment = report.submission.assessment.pk
    against = len(founder.get(f"/reports/{report.pk}/").context["release_today"].against)
    for name in ("overview", "decide", "decision"):
        page = founder.get(reverse(name, args=[assessment])).content.decode()
        assert f"{against} matters to settle" in page, name
    # seven without a plan or tripwires; those, and the answers of today with what was decided
    with django_assert_num_queries(11):
        founder.get(f"/reports/{report.pk}/")


# ---------------------------------------------------------------- in the files


def test_every_file_tells_the_same_plan_and_what_follows() -> None:
    report, founder = planned()
    address = f"/reports/{report.pk}"
    page = founder.get(reverse("release", args=[report.submission.assessment_id])).context["page"]
    told = page.told
    whole = json.loads(founder.get(f"{address}.json").content)
    SCHEMA.validate(whole)
    made = whole["release"]
    assert len(made["components"]) == 17
    assert [one for one in made["components"] if one["passed"]] == [
        {"component": "datasets", "state": "later", "day": YESTERDAY.isoformat(), "passed": True,
         "licence": "ODC-By-1.0"}
    ]  # fmt: skip
    assert (made["revision"], made["class_planned"], made["open_source"]["verdict"]) == (
        1, 1, told.opened.kind,
    )  # fmt: skip
    assert len(made["contradictions"]) == len(told.gaps)
    assert [one["conflict"] for one in made["conflicts"] if one["grave"]] == ["base-with-limits"]
    assert {one["duty"]: one["holds"] for one in made["duties"]} == {
        one.key: one.kind for one in told.duties.lines
    }
    assert all(one["source"] for one in made["duties"])
    assert made["duties_are"] == "not legal advice"
    # the table: in CSV and in the workbook the same, with numbers as numbers
    rows = list(csv.DictReader(io.StringIO(
        founder.get(f"{address}.csv?table=release").content.decode("utf-8-sig"), newline=""
    )))  # fmt: skip
    assert [one["part"] for one in rows].count("component") == 17
    assert sum(PASSED in one["state"] for one in rows) == 1
    assert any(GAP in one["text"] for one in rows if one["part"] == "contradiction")
    cost = next(one for one in rows if one["key"] == "planned:cost")
    assert [float(cost["low"]), float(cost["high"])] == made["course"]["runs"][0]["cost"]
    book = load_workbook(io.BytesIO(founder.get(f"{address}.xlsx").content))
    sheet = next(one for one in book.worksheets if one.title.startswith("Release"))
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(rows)
    assert [row[6] for row in cells if row[2] == "planned:cost"] == [
        pytest.approx(float(cost["low"]))
    ]
    # the PDF: every sentence of the page
    text = "".join(bare(one.extract_text()) for one in reader(
        founder.get(f"{address}.pdf").content).pages)  # fmt: skip
    for words in (
        CONFLICT, GAP, PASSED, told.opened.line, told.classed.caveat, "No legal advice",
        *told.opened.reasons, *(one.words for one in (*told.matters, *told.gaps)),
        *(one.fact.source for one in told.duties.lines if one.fact),
        *(one.cost for one in page.course.runs), *(one.money for one in page.course.rungs),
    ):  # fmt: skip
        assert bare(words) in text, words


def test_a_day_that_has_passed_is_said_in_every_draft_and_on_the_page() -> None:
    report, founder = planned()
    assessment = report.submission.assessment_id
    for name in ("model-card", "checklist"):
        draft = founder.get(reverse("release-draft", args=[assessment, name])).content.decode()
        assert PASSED in draft
    page = founder.get(reverse("release", args=[assessment])).content.decode()
    assert page.count(PASSED) == 1


# ---------------------------------------------------------------- a decision that holds no more


def test_a_plan_for_a_path_that_today_knocks_out_does_not_agree() -> None:
    report = reported("almendra-speech")
    assessment = report.submission.assessment
    decided(report, path="open-weights")
    founder = founder_of(assessment.venture)
    save_plan(
        assessment=assessment, plan=described(*EVERYTHING, name="Open"), base=0, by=None, at=NOW,
    )  # fmt: skip
    opened, out = "is open again: decide anew", "your answers of today knock it out"
    page = founder.get(reverse("release", args=[assessment.pk])).content.decode()
    assert opened not in page
    assert out not in page
    later = sent_again(assessment, funding_runway=4, ethics_safety_limits="not-drawn")
    answer = founder.get(reverse("release", args=[assessment.pk]))
    page = answer.content.decode()
    for words in (f"The decision for Open weights {opened}", out, "“Tested thresholds of ability”"):
        assert words in page, words
    checklist = founder.get(reverse("release-draft", args=[assessment.pk, "checklist"]))
    first = checklist.content.decode().split("To be settled first")[1].split("\n\n")[0]
    assert first.count("- [ ]") == answer.context["page"].told.to_settle
    made = json.loads(founder.get(f"/reports/{later.pk}.json").content)
    SCHEMA.validate(made)
    found = {one["contradiction"]: one["musts"] for one in made["release"]["contradictions"]}
    assert found["decision-open"] == []
    assert found["path-knocked-out"] == ["tested-thresholds"]
