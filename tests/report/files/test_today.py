"""What a report's files tell the venture's own readers alone, and nobody who came by a link."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from openpyxl import load_workbook

from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.models import Conclusion
from questionnaire.people.actor import Actor
from questionnaire.release.actions import save_plan
from questionnaire.report.files.opened import RELEASE
from questionnaire.report.files.own_parts import since_told
from questionnaire.report.files.today import DECISION, PLAN
from questionnaire.report.files.views import as_of_today, opened, visible_report
from questionnaire.report.history.since import since_before
from questionnaire.report.models import Report, ReportLink
from questionnaire.report.plan.actions import Planned, add_own, change_plan, planned_of, take_on
from questionnaire.report.plan.models import PlanItem
from questionnaire.scoring.release.plan import Part, Plan, When
from questionnaire.vocabulary import PlanState
from tests.access.world import reading, shared
from tests.decision.ways import decided
from tests.factories import NOW, make_user, make_venture_member
from tests.harness import schema
from tests.harness.once import made_once
from tests.report.files.opened import bare, reader
from tests.report.revised import Revised
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db
OWNER, NOTE, REASON = "Kestrel the Younger", "Ring them on Monday", "Heron says it pays for itself"
AGAINST, REJECTED = "Nobody asked about the war", "Nobody would trust it."
CONCLUDED = "=Cash is enough\nfor a year"


class Taken(Revised):
    """Two revisions, a plan of three actions and a decision."""

    def __init__(self) -> None:
        super().__init__()
        self.day = timezone.localdate()
        self.venture = self.assessment.venture
        for version, text in enumerate(("First thoughts", CONCLUDED), 1):
            Conclusion.objects.create(
                venture=self.venture, step="means", version=version, text=text, at=NOW
            )
        self.keys = [one["key"] for one in self.second.scorecard["actions"]]
        self.item = take_on(
            venture=self.venture.pk, action=self.keys[0], edition=self.assessment.edition_id,
            planned=Planned(owner_name=OWNER, due=self.day - dt.timedelta(days=1), note=NOTE),
            by=self.ada.pk, at=NOW,
        )  # fmt: skip
        self.dropped = self.own(text="Ask the bank", state=PlanState.DROPPED, reason="Too dear")
        self.own(text="=1+1 is ours")
        opened = Plan(name="Kestrel", whole={"document": "CC-BY-4.0"},
                      parts={"model-card": Part(When.RELEASED)})  # fmt: skip
        save_plan(assessment=self.assessment, plan=opened, base=0, by=self.ada.pk, at=NOW)
        self.decision = decided(
            self.second, reason=REASON, against=AGAINST,
            dates=[("Look at rivals", self.day + dt.timedelta(days=40))],
        )  # fmt: skip

    def own(self, **planned: Any) -> PlanItem:
        return add_own(venture=self.venture.pk, id=uuid.uuid4(), planned=Planned(**planned),
                       by=self.ada.pk, at=NOW)  # fmt: skip

    def by_link(self, report: Report, *, notes: bool = False) -> Client:
        """A browser in which a link to the report was opened."""
        actor = self.client.get("/method/").wsgi_request.actor
        return reading(shared(report, actor))

    def file(self, end: str, client: Client | None = None, lang: str = "en",
             report: Report | None = None) -> Any:  # fmt: skip
        address = f"/reports/{(report or self.second).pk}.{end}"
        return (client or self.client).get(address, headers={"Accept-Language": lang})

    def pdf(self, client: Client | None = None, lang: str = "en") -> list[str]:
        """The words of its pages, bare."""
        return pages_of(self.file("pdf", client, lang).content)

    def book(self, client: Client | None = None, lang: str = "en") -> Any:
        return load_workbook(io.BytesIO(self.file("xlsx", client, lang).content))

    def rows(self, table: str = PLAN) -> list[dict[str, str]]:
        text = self.file(f"csv?table={table}").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))


ground, one = made_once(Taken)


def pages_of(content: bytes) -> list[str]:
    return [bare(page.extract_text()) for page in reader(content).pages]


# ---------------------------------------------------------------- since last time, and today


@pytest.mark.parametrize(
    ("lang", "heading"),
    [("en", "As of"), ("es", "A fecha de"), ("de", "Stand am")],
)
def test_the_pdf_of_a_later_revision_tells_what_changed_and_ends_with_what_stands_today(
    lang: str, heading: str, one: Taken
) -> None:
    """What changed as the page tells it; plan and decision in the last part and nowhere else."""
    pages = one.pdf(lang=lang)
    text = "".join(pages)
    request = one.client.get("/method/").wsgi_request
    with translation.override(lang):
        found = opened(visible_report(request, one.second.pk))
        assert found.since is not None
        told = since_told(found.tongue, found.since)
        title = bare(f"{heading} {date_format(one.day, 'DATE_FORMAT')}")
    assert len(told["rows"]) > 0
    for words in (
        told["title"], told["headline"], told["lede"], told["caption"], *told["lines"],
        *told["heads"], *told["still"], *told["lead"],
        *(word for row in told["rows"] for word in (row["ask"], *row["was"], *row["cells"])),
        *(word for end in told["ends"].values() for word in end),
    ):  # fmt: skip
        assert bare(words) in text, words
    page = one.client.get(f"/reports/{one.second.pk}/", headers={"Accept-Language": lang})
    shown = page.content.decode()
    for words in (told["title"], told["headline"], told["caption"]):
        assert words in shown, words
    place = next(at for at, page in enumerate(pages) if title in page and at > 2)
    last = "".join(pages[place:])
    for words in (OWNER, NOTE, REASON, AGAINST, REJECTED, CONCLUDED, "Ada and Ben",
                  "Look at rivals", "Ask the bank", "Too dear"):  # fmt: skip
        assert bare(words) in last, words
        assert bare(words) not in "".join(pages[:place]), words


def test_a_first_revision_has_no_section_since_last_time(one: Taken) -> None:
    assert since_before(one.first) is None
    made = reader(one.file("pdf", report=one.first).content)
    assert bare("Since last time") not in "".join(bare(page.extract_text()) for page in made.pages)


def test_the_workbooks_last_sheet_is_the_plan_as_of_today(one: Taken) -> None:
    book = one.book()
    sheet = book.worksheets[-1]
    assert sheet.title == f"Plan as of {one.day.isoformat()}"
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[:3] == ["As of", "Key", "Action"]
    assert {row[0] for row in rows} == {one.day.isoformat()}
    assert [row[4] for row in rows] == ["to do", "to do", "dropped"]
    assert (rows[0][5], rows[0][7], rows[0][9]) == (OWNER, "yes", NOTE)
    assert rows[1][2] == "'=1+1 is ours"
    assert (rows[2][2], rows[2][8]) == ("Ask the bank", "Too dear")
    counted = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(max_col=2)}
    assert counted[sheet.title] == 3


def test_the_sheet_before_it_is_the_release_plan(one: Taken) -> None:
    sheet = one.book().worksheets[-2]
    assert sheet.title == f"Release as of {one.day.isoformat()}"
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[:6] == ["As of", "Part", "Key", "About", "State", "Text"]
    assert {row[0] for row in rows} == {one.day.isoformat()}
    assert [row[1:6] for row in rows if row[2] == "model-card"] == [
        ["component", "model-card", "Model card", "Released", "CC-BY-4.0"]
    ]
    assert [row[4] for row in rows if row[2] == "datasets"] == ["Not released"]


def test_the_plan_is_a_table_of_its_own_as_csv(one: Taken) -> None:
    answer = one.file(f"csv?table={PLAN}")
    assert answer["X-Row-Count"] == "3"
    assert f"plan-{one.day.isoformat()}-3-rows" in answer["Content-Disposition"]
    first = one.rows()[0]
    assert (first["as_of"], first["action"], first["owner"], first["due"], first["note"]) == (
        one.day.isoformat(), one.keys[0], OWNER,
        (one.day - dt.timedelta(days=1)).isoformat(), NOTE,
    )  # fmt: skip


def test_the_decision_is_in_the_workbook_as_csv_and_as_json_too(one: Taken) -> None:
    answer = one.file(f"csv?table={DECISION}")
    assert (
        f"decision-{one.day.isoformat()}-{answer['X-Row-Count']}-rows"
        in (answer["Content-Disposition"])
    )
    rows = one.rows(DECISION)
    assert {row["as_of"] for row in rows} == {one.day.isoformat()}
    told = [(row["part"], row["key"], row["text"]) for row in rows]
    assert [part for part, _key, _text in told] == [
        "path", "reason", *4 * ["fact"], "against", *2 * ["watched"], "rejected", "concluded",
        "record",
    ]  # fmt: skip
    names = {key: name for key, name in _path_names(one.second)}
    assert ("path", "staged-gated", names["staged-gated"]) in told
    assert ("reason", "", REASON) in told
    assert ("rejected", "closed", REJECTED) in told
    assert ("concluded", "means", "'" + CONCLUDED) in told
    assert "Look at rivals" in [row["about"] for row in rows if row["part"] == "watched"]
    # the workbook holds the same cells, counted on its first sheet
    sheet = one.book()[f"Decision as of {one.day.isoformat()}"]
    cells = [["" if cell.value is None else cell.value for cell in row]
             for row in sheet.iter_rows(min_row=2)]  # fmt: skip
    assert cells == [[text for name, text in row.items() if name not in ("row", "rows")]
                     for row in rows]  # fmt: skip
    counted = {row[0].value: row[1].value for row in one.book().worksheets[0].iter_rows(max_col=2)}
    assert counted[sheet.title] == len(rows)
    # and JSON what was stored, in the documented form; the frozen part stays as links have it
    text = one.file("json").content
    file = schema.adapter().validate_json(text)
    assert (file.decision.path, file.decision.rejected, file.decision.conclusions) == (
        "staged-gated", {"closed": REJECTED}, {"means": CONCLUDED},
    )  # fmt: skip
    assert [(each.condition is None, each.happened) for each in file.decision.watched] == [
        (False, False), (True, False),
    ]  # fmt: skip
    whole = json.loads(text)
    assert whole.pop("decision")["reason"] == REASON
    assert whole.pop("release")["name"] == "Kestrel"
    plan = whole.pop("plan")
    assert (plan["as_of"], len(plan["actions"])) == (one.day.isoformat(), 3)
    assert plan["actions"][0]["action"] == one.keys[0]
    assert (plan["actions"][0]["text"], plan["actions"][0]["note"]) == ("", NOTE)
    assert [each["text"] for each in plan["actions"][1:]] == ["=1+1 is ours", "Ask the bank"]
    assert whole == json.loads(one.file("json", one.by_link(one.second)).content)


def _path_names(report: Report) -> list[tuple[str, str]]:
    paths = edition_by_id(report.submission.edition_id).main.paths
    return [(path.key, path.name) for path in paths]


# ---------------------------------------------------------------- who gets it


def test_who_came_by_a_link_gets_the_frozen_report_and_nothing_of_the_three(one: Taken) -> None:
    link = one.by_link(one.second)
    text = "".join(one.pdf(link))
    for words in ("Since last time", "As of", "Action plan", OWNER, NOTE, REASON, "Look at rivals",
                  "=1+1 is ours", "The decision that stands", CONCLUDED, REJECTED):  # fmt: skip
        assert bare(words) not in text, words
    names = one.book(link).sheetnames
    assert [name for name in names if name.startswith(("Plan", "Decision", "Release"))] == []
    unknown = one.file("csv?table=nothing", link)
    for table in (PLAN, DECISION, RELEASE):
        refused = one.file(f"csv?table={table}", link)
        assert (refused.status_code, refused.content) == (404, unknown.content)
    whole = json.loads(one.file("json", link).content)
    assert {"decision", "release", "plan"} & set(whole) == set()
    shown = link.get(f"/reports/{one.second.pk}.csv")
    assert shown.status_code == 200


def test_the_page_offers_the_plan_to_its_own_readers_only(one: Taken) -> None:
    offered = f"/reports/{one.second.pk}.csv?table="
    page = one.client.get(f"/reports/{one.second.pk}/").content.decode()
    assert offered + PLAN in page
    assert offered + DECISION in page
    assert offered + RELEASE in page
    reader = one.by_link(one.second)
    link = ReportLink.objects.get(report=one.second)
    shown = reader.get(f"/shared/{link.pk}/").content.decode()
    assert offered + "answers" in shown
    assert offered + PLAN not in shown
    assert offered + DECISION not in shown
    assert offered + RELEASE not in shown


def test_a_viewer_of_the_venture_gets_it_and_an_owner_of_another_with_a_link_does_not(
    one: Taken,
) -> None:
    other = Revised()
    request = one.by_link(one.second).get("/method/").wsgi_request
    request.actor = Actor(user_id=other.ada.pk, share_ids=request.actor.share_ids)
    found = visible_report(request, one.second.pk)
    assert opened(found).since is None
    assert as_of_today(request.actor, found) is None
    viewer = make_user()
    make_venture_member(venture=one.venture, user=viewer, role="viewer")
    assert bare(REASON) in "".join(one.pdf(signed_in(viewer)))


# ---------------------------------------------------------------- frozen


def test_what_is_planned_moves_nothing_in_the_frozen_part(one: Taken) -> None:
    """The same plan, the same bytes; another plan, and only the last part is another."""
    link = one.by_link(one.second)
    frozen = {end: one.file(end, link).content for end in ("pdf", "csv", "json")}
    before = {end: one.file(end).content for end in ("pdf", "csv", "json")}
    cells = _cells(one.book())
    assert {end: one.file(end).content for end in ("csv", "json")}.items() <= before.items()
    change_plan(
        item=one.item, planned=replace(planned_of(one.item), note="Another note"),
        base=one.item.version, by=one.ada.pk, at=NOW,
    )  # fmt: skip
    assert {end: one.file(end, link).content for end in frozen} == frozen
    assert one.file("csv").content == before["csv"]
    was, now = json.loads(before["json"]), json.loads(one.file("json").content)
    assert was.pop("plan") != now.pop("plan")
    assert was == now
    pages, today = pages_of(before["pdf"]), one.pdf()
    assert today[:-1] == pages[:-1]
    assert today[-1] != pages[-1]
    after = _cells(one.book())
    assert [name for name in cells if cells[name] != after[name]] == [list(cells)[-1]]


def test_where_nothing_is_planned_or_decided_the_files_hold_the_report_alone() -> None:
    one = Revised()
    request = one.client.get("/method/").wsgi_request
    assert as_of_today(request.actor, visible_report(request, one.second.pk)) is None


def _cells(book: Any) -> dict[str, list[Any]]:
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }
