"""Files of a report over HTTP: who may have them, their names and headers, and frozen for ever."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import uuid
from collections import OrderedDict
from typing import Any

import pytest
from django.test import Client

from questionnaire.assessment.models import Assessment
from questionnaire.bank import queries
from questionnaire.bank.actions import load_edition
from questionnaire.bank.content import Content
from questionnaire.bank.queries import current_edition
from questionnaire.people.models import Venture
from questionnaire.report.files.opened import RELEASE
from questionnaire.report.files.tables import MAKERS
from questionnaire.report.files.today import DECISION, PLAN
from questionnaire.report.models import Report
from tests.bank.banks import shipped
from tests.factories import NOW, make_user
from tests.harness.once import made_once
from tests.report.sent import founder_of, reported, signed_in

pytestmark = pytest.mark.django_db
ENDS = ("pdf", "xlsx", "csv", "json")


ground, report = made_once(reported)


def files(client: Client, report: Report) -> dict[str, bytes]:
    """Every file in every language; what takes seconds to make, in one each."""
    found = {}
    for lang, slow in (("en", ()), ("es", ("pdf",)), ("de", ("xlsx",))):
        for end in (*slow, "json", *(f"csv?table={one}" for one in MAKERS)):
            answer = client.get(f"/reports/{report.pk}.{end}", headers={"Accept-Language": lang})
            assert answer.status_code == 200
            found[f"{lang} {end}"] = answer.content
    return found


@pytest.mark.parametrize(("end", "more"), [("pdf", 3), ("xlsx", 3), ("csv", 0), ("json", 3)])
def test_a_file_takes_two_queries_and_one_for_each_part_of_today(
    end: str, more: int, django_assert_num_queries: Any, report: Report
) -> None:
    client = founder_of(report.submission.assessment.venture)
    client.get(f"/reports/{report.pk}.{end}")
    # session, report with submission and venture; what is planned; decided; to be opened
    with django_assert_num_queries(2 + more):
        client.get(f"/reports/{report.pk}.{end}")


@pytest.mark.parametrize("end", ENDS)
def test_a_file_is_an_attachment_that_nobody_keeps_or_guesses_at(end: str, report: Report) -> None:
    answer = founder_of(report.submission.assessment.venture).get(f"/reports/{report.pk}.{end}")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(answer.content))
    assert re.fullmatch(
        r'attachment; filename="[a-zA-Z0-9-]+\.' + end + '"', answer["Content-Disposition"]
    )


@pytest.mark.parametrize("end", ENDS)
def test_others_see_the_same_404_as_for_no_report(end: str, report: Report) -> None:
    other = signed_in(make_user())
    hidden = other.get(f"/reports/{report.pk}.{end}")
    absent = other.get(f"/reports/{uuid.uuid4()}.{end}")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert Client().get(f"/reports/{report.pk}.{end}").status_code == 404


@pytest.mark.parametrize(
    "name", ['a"; filename=x.html', "../../etc/passwd", "שלום", "x\r\nSet-Cookie: a=b", "C:\\x|y"]
)
def test_a_hostile_name_makes_a_plain_file_name(name: str, report: Report) -> None:
    venture = report.submission.assessment.venture
    Venture.objects.filter(pk=venture.pk).update(name=name)
    for end in ENDS:
        answer = founder_of(venture).get(f"/reports/{report.pk}.{end}")
        assert re.fullmatch(
            r'attachment; filename="[a-zA-Z0-9-]+\.\w+"', answer["Content-Disposition"]
        )


def test_csv_says_its_rows_in_the_name_the_header_and_the_file(report: Report) -> None:
    client = founder_of(report.submission.assessment.venture)
    answer = client.get(f"/reports/{report.pk}.csv")
    _head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert len(rows) == len(report.scorecard["reachable"])
    assert answer["X-Row-Count"] == rows[-1][0] == rows[-1][1] == str(len(rows))
    assert f"answers-{len(rows)}-rows" in answer["Content-Disposition"]
    assert client.get(f"/reports/{report.pk}.csv?table=nothing").status_code == 404


def test_the_page_links_every_file_and_every_table(report: Report) -> None:
    page = founder_of(report.submission.assessment.venture).get(f"/reports/{report.pk}/")
    text = page.content.decode()
    linked = re.findall(rf'href="(/reports/{report.pk}\.[^"]+)"', text)
    assert {one.rpartition(".")[2].split("?")[0] for one in linked} == set(ENDS)
    assert set(re.findall(r"\?table=([a-z-]+)", text)) == {*MAKERS, PLAN, DECISION, RELEASE}


def test_the_history_leads_to_each_pdf(report: Report) -> None:
    found: Assessment = report.submission.assessment
    page = founder_of(found.venture).get(f"/a/{found.pk}/history/").content.decode()
    assert f"/reports/{report.pk}.pdf" in page


def test_every_file_of_an_old_report_stays_the_same_to_the_byte(
    monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """Another edition is published with other weights and words; nothing of it comes in."""
    client = founder_of(report.submission.assessment.venture)
    before = files(client, report)
    later = load_edition(content=changed(), at=NOW + dt.timedelta(days=1), prove=False)
    assert current_edition().id == later.pk  # type: ignore[union-attr]
    monkeypatch.setattr(queries, "_open", OrderedDict())  # as after a restart
    after = files(client, report)
    assert [name for name in before if before[name] != after[name]] == []


def changed() -> Content:
    """The shipped edition with other weights, marks and words under another key."""
    raw = shipped().model_dump(mode="json", by_alias=True) | {"key": "later", "personas": []}
    raw["rules"] |= {
        "sample": None,
        "weak_below": 10,
        "firm_from": 20,
        "too_close": 50,
        "coverage": 0.9,
    }
    for path in raw["paths"]:
        path["name"] = {lang: "Renamed " + text for lang, text in path["name"].items()}
    for category in raw["categories"]:
        for question in category["questions"]:
            question["ask"] = {lang: "Reworded " + text for lang, text in question["ask"].items()}
            question["weight"] = dict.fromkeys(question["weight"], 3)
    return Content.model_validate(raw)
