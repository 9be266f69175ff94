"""Everything about a venture to take along: nothing is missing, nothing is another's."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import models
from django.test import Client

from questionnaire.apart.actions import Choice, begin_apart, lay_open, settle
from questionnaire.assessment.actions import Content, reopen, save_answer
from questionnaire.assessment.models import Answer
from questionnaire.assessment.moving.actions import move_on
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.actions import record_opening
from questionnaire.cohort.benchmark.actions import say_word
from questionnaire.cohort.benchmark.models import BenchmarkLine
from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.inviting.models import CohortInvitation, Reminded, Reminder
from questionnaire.cohort.pack.models import Pack, PackPart
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.decision.actions import conclude, fire_due
from questionnaire.download.queries import TABLES, Table
from questionnaire.models import (
    Delegation,
    Enrolment,
    Grant,
    Report,
    Submission,
    User,
    Venture,
    VentureMember,
)
from questionnaire.people.actions import hash_token
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import invite
from questionnaire.release.actions import save_plan
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.page import report_page, tongue_of
from questionnaire.report.plan.actions import Planned, take_on
from questionnaire.report.sharing.actions import make_link, open_link
from questionnaire.report.what_if.actions import keep_scenario
from questionnaire.review.models import (
    Alias,
    DecisionBatch,
    Outcome,
    Review,
    ReviewReading,
    ReviewStep,
    Rubric,
)
from questionnaire.scoring.release.plan import Plan
from questionnaire.vocabulary import Settled, VentureRole
from tests.assessment.revisions import LATER, begun, guest_of
from tests.decision.ways import RUNWAY, decided
from tests.factories import (
    NOW,
    make_cohort,
    make_edition,
    make_enrolment,
    make_grant,
    make_round,
    make_shipped_edition,
    make_user,
    make_venture_member,
)
from tests.harness.once import made_once
from tests.report.revised import DAY, Revised, change, send
from tests.report.sent import answered, signed_in

pytestmark = pytest.mark.django_db


class Whole(Revised):
    """A venture with a row in every table, beside another one that has them too."""

    def __init__(self) -> None:
        super().__init__()
        edition = self.assessment.edition
        self.owner = Actor(self.ada.pk)
        self.token = make_grant(venture=self.assessment.venture).token
        self.cohort = make_cohort(edition=edition)
        enrolment = make_enrolment(cohort=self.cohort, venture=self.assessment.venture)
        share(enrolment=enrolment, shared=with_answers(["funding", "team"]), by=self.owner, at=NOW)
        self.remind(enrolment)
        left = make_enrolment(cohort=make_cohort(edition=edition), venture=self.assessment.venture)
        leave(enrolment=left, by=self.owner, at=NOW + DAY)
        issued = invite(
            tenant=self.assessment.venture, role=VentureRole.VIEWER, by=Actor(self.ada.pk),
            at=NOW, email="bo@example.org",
        )  # fmt: skip
        self.invited = issued.token
        member = VentureMember.objects.get(venture=self.assessment.venture)
        Delegation.objects.create(venture=member.venture, member=member, category="ethics", at=NOW)
        self.conclude("The founders decide alone.", 0)
        self.conclude("The founders decide; the board is heard.", 1)
        self.first_decision = decided(self.second, watch=[], at=NOW + 3 * DAY)
        self.decision = decided(
            self.second, base=1, by=self.ada.pk, at=NOW + 3 * DAY, watch=[RUNWAY],
            dates=[("The pilot ends", NOW.date() + DAY)],
        )  # fmt: skip
        fire_due(at=NOW + 4 * DAY)
        changes = {"funding-runway": {"value": {"value": 30}, "claim": "guess"}}
        keep_scenario(
            submission=self.first.submission_id, name="Thirty months", changes=changes,
            by=self.ada.pk, at=NOW + 4 * DAY,
        )  # fmt: skip
        self.planned = take_on(
            venture=self.assessment.venture_id, edition=edition.pk,
            action=self.second.scorecard["actions"][0]["key"],
            planned=Planned(owner_id=self.ada.pk, due=NOW.date(), note="Ask counsel"),
            by=self.ada.pk, at=NOW + 4 * DAY,
        )  # fmt: skip
        for plan in (Plan(name="Speech"), Plan(name="Speech 2")):
            save_plan(
                assessment=self.assessment, plan=plan, base=int(plan.name[-1] == "2"),
                by=self.ada.pk, at=NOW + 4 * DAY,
            )  # fmt: skip
        self.answer_apart()
        self.other = answered("boveda-legal", edition)
        send(self.other, NOW)
        theirs = Actor(grant_ids=(make_grant(venture=self.other.venture).grant.pk,), at=NOW)
        enrolled = make_enrolment(cohort=self.cohort, venture=self.other.venture)
        share(enrolment=enrolled, shared=with_answers(["ethics"]), by=theirs, at=NOW)
        self.show(enrolment, self.second, self.owner)
        self.review(enrolment)
        say_word(enrolment=enrolment, agrees=True, by=self.owner, at=NOW)
        pack = Pack.objects.create(cohort=self.cohort, by=make_user(), language="en", asked_at=NOW)
        PackPart.objects.create(pack=pack, enrolment=enrolment, place=0, file=b"CNRY-paper")
        BenchmarkLine.objects.create(
            enrolment=enrolment, round=make_round(cohort=self.cohort), measure="safety", own=50,
            others=3, withheld="few",
        )  # fmt: skip
        self.show(enrolled, Report.objects.get(submission__assessment=self.other), theirs)

    def remind(self, enrolment: Enrolment) -> None:
        """The invitation by which it came, and a reminder before and after that."""
        invitation = CohortInvitation.objects.create(
            cohort=self.cohort, email="ada@example.org", created_at=NOW, expires_at=NOW + DAY,
            enrolled_at=NOW, enrolment=enrolment, token_hash=hash_token(self.token),
        )  # fmt: skip
        for came in ({"invitation": invitation}, {"enrolment": enrolment}):
            reminder = Reminder.objects.create(cohort=self.cohort, created_at=NOW)
            Reminded.objects.create(reminder=reminder, outcome="mailed", at=NOW, **came)

    def show(self, enrolment: Enrolment, report: Report, by: Actor) -> None:
        """A link to the report, opened; and somebody of the accelerator who reads it."""
        issued = make_link(
            report=report, label="The board", lasts=DAY, passphrase="", with_notes=True, by=by,
            at=NOW,
        )  # fmt: skip
        open_link(token=issued.token, passphrase="", at=NOW)
        reader = make_user(name="Rita Reader")
        record_opening(
            cohort=self.cohort, enrolment=enrolment, report=report, by=Actor(reader.pk), at=NOW
        )

    def review(self, enrolment: Enrolment) -> None:
        """Two reviews of which one is released, a state, an alias and what was decided."""
        rubric = Rubric.objects.create(cohort=self.cohort, version=1, criteria=[], at=NOW)
        for released in (NOW, None):
            Review.objects.create(
                enrolment=enrolment, reviewer=make_user(name="Rex Reviewer"), rubric=rubric,
                assigned_at=NOW, submitted_at=NOW, released_at=released, confidence=3,
                scores={"team": 1}, internal={"": "CNRY-internal"},
                shared={"": "CNRY-released" if released else "CNRY-not-yet"},
            )  # fmt: skip
        Alias.objects.create(cohort=self.cohort, enrolment=enrolment, number=7)
        ReviewStep.objects.create(enrolment=enrolment, state="open", at=NOW, by=make_user())
        ReviewReading.objects.create(enrolment=enrolment, reader=make_user(), at=NOW)
        batch = DecisionBatch.objects.create(id=uuid.uuid4(), cohort=self.cohort, at=NOW)
        Outcome.objects.create(
            batch=batch, enrolment=enrolment, choice="admitted", at=NOW, by=make_user()
        )

    def answer_apart(self) -> None:
        """Ada answers apart too, lays open and takes over what she said."""
        actor = Actor(self.ada.pk)
        sheet = begin_apart(assessment=self.assessment, by=actor, at=NOW)
        content = Content({"value": "closed"})
        save_answer(
            assessment=sheet.pk, question="funding-route", content=content, base=0,
            mutation=uuid.uuid4(), by=self.ada.pk, at=NOW,
        )  # fmt: skip
        lay_open(sheet=sheet, by=actor, at=NOW)
        if self.assessment.status != "open":
            reopen(assessment=self.assessment)
        base = Answer.objects.get(assessment=self.assessment, question="funding-route").version
        choice = Choice(
            "funding-route", content, base, uuid.uuid4(), Settled.PICKED, self.ada.pk, "It pays."
        )
        settle(going=sheet.apart, choice=choice, by=actor, at=NOW)

    def conclude(self, text: str, base: int) -> None:
        conclude(
            venture=self.assessment.venture_id, step="who-decides", text=text, base=base,
            by=self.ada.pk, at=NOW + DAY,
        )  # fmt: skip

    def file(self) -> dict[str, Any]:
        response = self.get("download.json")
        assert response.status_code == 200
        found: dict[str, Any] = json.loads(b"".join(response.streaming_content))
        return found

    def page(self, language: str = "en") -> str:
        response = self.client.get(
            f"{self.base}download.html", headers={"Accept-Language": language}
        )
        assert response.status_code == 200
        text: str = response.content.decode()
        return text


ground, one = made_once(Whole)


def hangs_on(model: type[models.Model]) -> Iterator[type[models.Model]]:
    """Every table from whose rows a foreign key leads to this one, and so on."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        if child is not model and not isinstance(child, str):
            yield child
            yield from hangs_on(child)


def restored(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the file as the database would give it."""
    fields = {one.attname: one for one in table.of._meta.concrete_fields}
    return {name: fields[name].to_python(row[name]) for name in table.columns}


def stored(table: Table, venture: Venture) -> list[dict[str, Any]]:
    rows = table.of._base_manager.filter(**{table.path: venture}, **table.only).order_by("pk")
    if table.sheet is not None:  # apart or shared; tests/apart/test_privacy.py says for whom
        rows = rows.filter(**{f"{table.sheet}apart__isnull": not table.apart})
    return list(rows.values(*table.columns))


# ---------------------------------------------------------------- for machines


def test_every_table_that_hangs_on_a_venture_is_in_the_file() -> None:
    named = {table.of for table in TABLES}
    assert named == set(hangs_on(Venture))
    # A new one? Name it in download/queries.py, and in docs/download-json.md.


def test_only_secrets_and_pages_stay_out() -> None:
    out = {
        (table.model, one.attname)
        for table in TABLES
        for one in table.of._meta.concrete_fields
        if one.attname not in table.columns
    }
    secrets = {
        (model, column) for model in ("Grant", "Invitation") for column in ("id", "token_hash")
    }
    # A report's page says nothing that its scorecard does not; it would be half of the file.
    assert out == secrets | {
        ("CohortInvitation", "token_hash"), ("Reminded", "token_hash"),
        ("ReportText", "body"), ("ReportLink", "grant_id"), ("ReportLink", "passphrase"),
        # The name once more, as it is searched and sorted.
        ("Standing", "folded"), ("Standing", "name_key"),
        # The report once more, as somebody had it made.
        ("PackPart", "file"),
    } | {
        # What reviewers write among themselves is the accelerator's, and so is who they are.
        *(("Review", column) for column in (
            "reviewer_id", "assigned_by_id", "assigned_at", "rubric_id", "scores", "confidence",
            "conflict", "internal", "version", "saved_at", "submitted_at",
        )),
        ("Alias", "number"), ("ReviewStep", "by_id"), ("Outcome", "by_id"),
        ("ReviewReading", "reader_id"),
    }  # fmt: skip


def test_of_reviews_only_what_was_released_goes_along(one: Whole) -> None:
    found = one.file()
    told = json.dumps(found) + one.page()
    assert told.count("CNRY-released") == 2
    assert [set(row) for row in found["review_aliases"]] == [{"id", "cohort_id", "enrolment_id"}]
    for hidden in ("CNRY-internal", "CNRY-not-yet", "Rex Reviewer"):
        assert hidden not in told, hidden
    assert {table.name for table in TABLES if table.only} == {"reviews"}


def test_the_file_gives_back_every_row_as_it_is_stored(one: Whole) -> None:
    venture, found = one.assessment.venture, one.file()
    for table in TABLES:
        rows = [restored(table, row) for row in found[table.name]]
        assert rows == stored(table, venture), table.name
        assert rows, table.name
    fields = Venture._meta.concrete_fields
    assert {each.attname: each.to_python(found["venture"][each.attname]) for each in fields} == {
        each.attname: getattr(Venture.objects.get(pk=venture.pk), each.attname) for each in fields
    }
    assert (found["schema"], set(found)) == (
        1, {"schema", "made_at", "venture", "people", "editions", *(t.name for t in TABLES)},
    )  # fmt: skip


def test_nothing_of_anothers_and_no_secret_is_in_the_file(one: Whole) -> None:
    text = json.dumps(one.file(), ensure_ascii=False)
    grant = Grant.objects.get(token_hash=hash_token(one.token))
    for word in (
        one.token, one.invited, hash_token(one.invited), grant.token_hash, str(grant.pk),
        str(one.other.pk), one.other.venture.name, one.ada.password,
        Submission.objects.get(assessment=one.other).receipt,
    ):  # fmt: skip
        assert word
        assert word not in text, word


def test_people_and_editions_are_those_that_rows_refer_to(one: Whole) -> None:
    found = one.file()
    [opening] = found["openings"]
    assert found["people"] == [
        {"id": one.ada.pk, "name": "Ada Bell"}, {"id": opening["by_id"], "name": "Rita Reader"},
    ]  # fmt: skip
    [edition] = found["editions"]
    row = Edition.objects.get(pk=one.assessment.edition_id)
    assert (edition["id"], edition["content_hash"]) == (str(row.pk), row.content_hash)
    [member] = found["members"]
    assert (member["user_name"], member["user_email"]) == ("Ada Bell", one.ada.email)
    told = {row["cohort_id"]: row["accelerator_name"] for row in found["enrolments"]}
    assert told[str(one.cohort.pk)] == one.cohort.accelerator.name


def test_the_file_comes_with_a_name_and_in_pieces(one: Whole) -> None:
    response = one.get("download.json")
    assert response.streaming
    assert response.headers["Content-Type"] == "application/json"
    named = response.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="fmassess-[a-z-]+-\d{4}-\d\d-\d\d\.json"', named)
    assert response.headers["Cache-Control"] == "no-store"


def test_the_same_state_gives_the_same_bytes_but_for_the_time(one: Whole) -> None:
    first, second = one.file(), one.file()
    assert list(first) == list(second)
    assert first | {"made_at": ""} == second | {"made_at": ""}


def test_the_file_takes_a_query_for_each_table(django_assert_num_queries: Any, one: Whole) -> None:
    one.file()
    # session, assessment, owner, savepoint and its end, the tables, people, editions
    with django_assert_num_queries(3 + 2 + len(TABLES) + 2):
        one.file()


def test_a_venture_of_which_nothing_is_known_has_a_file_too() -> None:
    make_shipped_edition()
    client = Client()
    where = client.post("/start/", {"name": "", "stage": "idea"})
    assert where.status_code in (200, 422)
    where = client.post("/start/", {"name": "北", "stage": ""}).headers["Location"]
    response = client.get(f"{where}download.json")
    found = json.loads(b"".join(response.streaming_content))
    assert (found["venture"]["name"], found["answers"], found["people"]) == ("北", [], [])
    assert "fmassess-venture-" in response.headers["Content-Disposition"]
    assert client.get(f"{where}download.html").status_code == 200


def test_a_viewer_takes_nothing_along_and_is_offered_nothing(one: Whole) -> None:
    viewer = make_user()
    make_venture_member(venture=one.assessment.venture, user=viewer, role=VentureRole.VIEWER)
    client = signed_in(viewer)
    for end in ("json", "html"):
        assert client.get(f"{one.base}download.{end}").status_code == 403
    page = client.get(f"{one.base}venture/").content.decode()
    assert ("download.json" in page, f"{one.base}history/" in page) == (False, True)
    assert "download.json" in one.get("venture/").content.decode()


# ---------------------------------------------------------------- to read


class Loads(HTMLParser):
    """What a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe", "object", "embed", "form", "base"):
            self.found.append((tag, ""))
        for name, value in attrs:
            loads = name in ("src", "srcset", "action") or name.startswith("on")
            if loads or (name == "href" and not (value or "").startswith("#")):
                self.found.append((tag, f"{name}={value}"))


def test_the_page_loads_and_runs_nothing(one: Whole) -> None:
    page = one.page()
    loads = Loads()
    loads.feed(page)
    assert loads.found == []
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert page.count("<style>") == 1
    assert "&gt;" not in page[page.index("<style>") : page.index("</style>")]


def test_the_page_holds_every_question_every_answer_and_every_form_it_had(one: Whole) -> None:
    change_note = "A note with <b>marks</b> & more"
    last = Answer.objects.get(assessment=one.assessment, question="funding-runway")
    from questionnaire.assessment.actions import Content

    content = Content(last.value, note=change_note, evidence="https://example.org/e")
    change(one.assessment, "funding-runway", content, one.ada, NOW)
    page = one.page()
    texts = one.get("check/").context["page"]
    for section in texts.sections:
        for row in section.rows:
            assert _escaped(row.ask) in page
            assert _escaped(row.said or "not answered") in page
    assert "A note with &lt;b&gt;marks&lt;/b&gt; &amp; more" in page
    assert "https://example.org/e" in page
    assert "14 months" in page  # the first form of the answer, and
    assert "4 months" in page  # the one that replaced it
    assert "Saved 3 times" in page


def _escaped(text: str) -> str:
    from django.utils.html import escape

    return escape(text)


def test_the_page_holds_what_was_sent_with_its_reports_key_results(one: Whole) -> None:
    page = one.page()
    for report in (one.first, one.second):
        edition, submission = edition_by_id(report.submission.edition_id), report.submission
        sheet = sheet_of_snapshot(edition.rubric, submission.answers)
        told = report_page(tongue_of(edition, "en"), report.scorecard, sheet)
        assert report.submission.receipt in page
        assert report.submission.answers_hash in page
        for words in (
            told["verdict"].headline, *told["verdict"].lede,
            *(row.told.figure for row in told["postures"]),
            *(row.told.name for row in told["paths"]),
            *(action.text for action in told["actions"]),
        ):  # fmt: skip
            assert _escaped(words) in page


def test_the_page_holds_people_cohorts_and_links_without_their_secrets(one: Whole) -> None:
    page = one.page()
    assert one.ada.email in page
    assert one.cohort.accelerator.name in page
    assert "You left on" in page
    assert "bo@example.org" in page
    assert 'Looks after: <span lang="en">Ethics and education</span>' in page
    assert one.token not in page
    assert str(Grant.objects.get(token_hash=hash_token(one.token)).pk) not in page
    assert one.other.venture.name not in page


def test_the_page_tells_what_was_decided_and_what_became_of_it(one: Whole) -> None:
    page = one.page()
    for words in (
        "Decision 1,", "Decision 2,", "superseded", "open again", "Hospitals need someone",
        "Ada and Ben", "Nobody would trust it.", "The pilot ends", "Happened",
        "The founders decide alone.", "The founders decide; the board is heard.",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(("language", "word"), [("es", "Financiación"), ("de", "Finanzierung")])
def test_the_page_is_in_the_founders_language(one: Whole, language: str, word: str) -> None:
    page = one.page(language)
    assert f'<html lang="{language}">' in page
    assert word in page


def test_the_page_takes_as_many_queries_as_it_says(
    django_assert_num_queries: Any, one: Whole
) -> None:
    one.page()
    # session, assessment, owner, savepoint and its end; edits, members, what they look after,
    # invitations, assessments with their answers, sheets answered apart with theirs, reports,
    # consents, who looked, cohorts, links; links to reports, when they were opened;
    # what was concluded, decisions, tripwires, what fired, by which submission;
    # scenarios, the plan, its log; how far reviewing is, what was decided, what was released
    with django_assert_num_queries(5 + 11 + 2 + 2 + 4 + 3 + 3):
        one.page()


def test_both_sets_of_answers_of_a_venture_that_moved_on_are_there() -> None:
    source = begun()
    edition = make_edition(LATER, at=NOW + DAY)
    move_on(assessment=source, edition_id=edition.pk, by=None, at=NOW + DAY)
    guest = guest_of(source)
    found = json.loads(b"".join(guest.get("download.json").streaming_content))
    assert len(found["assessments"]) == len(found["editions"]) == 2
    page = guest.get("download.html").content.decode()
    assert "Left as they stood" in page
    assert "CNRY-leaves" in page


def test_a_deleted_account_is_nobody_and_its_edits_stay(one: Whole) -> None:
    make_venture_member(venture=one.assessment.venture, user=make_user(name="Bo"))
    User.objects.get(pk=one.ada.pk).delete()
    one.client = signed_in(User.objects.get(name="Bo"))
    found = one.file()
    assert {row["by_id"] for row in found["answer_revisions"]} == {None}
    assert [person["name"] for person in found["people"]] == ["Rita Reader", "Bo"]
    assert len(found["answer_revisions"]) > 60
