"""Every table that hangs on a venture, and how its rows are read for whoever takes them along.

A test asks Django for the tables that lead to Venture: a new one has to be named here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from questionnaire.apart.models import Settlement
from questionnaire.assessment.joined import SAID
from questionnaire.assessment.models import Assessment
from questionnaire.bank.models import Edition
from questionnaire.people.actor import Actor
from questionnaire.people.models import User
from questionnaire.report.models import LinkOpening, Report, ReportLink


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file. path: from one of its rows to the venture; secret: columns that stay
    here; owners: columns that only an owner of the venture takes along, as on the members page;
    more: what is read along, by its name in the file; only: which rows, where the others stay with
    the accelerator that wrote them. sheet: where rows hang on an assessment, the lookup to it;
    apart: whether those of sheets answered apart are meant, as far as the reader may read them, or
    those of the venture's own."""

    name: str
    model: str
    path: str
    secret: frozenset[str] = frozenset()
    more: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    owners: frozenset[str] = frozenset()
    sheet: str | None = None
    apart: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that go along, all but the secret ones."""
        concrete = self.of._meta.concrete_fields
        return tuple(one.attname for one in concrete if one.attname not in self.secret)

    @property
    def of(self) -> type[models.Model]:
        return apps.get_model("questionnaire", self.model)


TABLES = (
    Table(
        "members", "VentureMember", "venture",
        more={"user_name": "user__name", "user_email": "user__email"},
    ),
    Table(
        "invitations", "Invitation", "venture", frozenset({"id", "token_hash"}),
        owners=frozenset({"email"}),
    ),
    Table("delegations", "Delegation", "venture"),
    Table("private_links", "Grant", "venture", frozenset({"id", "token_hash"})),
    Table("assessments", "Assessment", "venture", sheet=""),
    Table("answers", "Answer", "assessment__venture", sheet="assessment__"),
    Table(
        "answer_revisions", "AnswerRevision", "answer__assessment__venture",
        sheet="answer__assessment__",
    ),
    Table("apart_rounds", "ApartRound", "assessment__venture"),
    Table("apart_sheets", "Assessment", "venture", sheet="", apart=True),
    Table("apart_answers", "Answer", "assessment__venture", sheet="assessment__", apart=True),
    Table(
        "apart_answer_revisions", "AnswerRevision", "answer__assessment__venture",
        sheet="answer__assessment__", apart=True,
    ),
    Table("apart_settlements", "Settlement", "round__assessment__venture"),
    Table("submissions", "Submission", "assessment__venture"),
    Table("reports", "Report", "submission__assessment__venture"),
    # Its words stay here: they are the report's page, and what they say is in the scorecard.
    Table(
        "report_texts", "ReportText", "report__submission__assessment__venture",
        frozenset({"body"}),
    ),
    Table("report_texts_due", "WordsDue", "report__submission__assessment__venture"),
    Table("report_links", "ReportLink", "grant__venture", frozenset({"grant_id", "passphrase"})),
    Table("link_openings", "LinkOpening", "link__grant__venture"),
    Table(
        "enrolments", "Enrolment", "venture",
        more={"cohort_name": "cohort__name", "accelerator_name": "cohort__accelerator__name"},
    ),
    # What is shared, as each accelerator sees it; the keys by which it is found say nothing more.
    Table("standings", "Standing", "enrolment__venture", frozenset({"folded", "name_key"})),
    # Reports as an accelerator took them, for a day: what is in them stands in reports.
    Table("pack_parts", "PackPart", "enrolment__venture", frozenset({"file"})),
    Table(
        "cohort_invitations", "CohortInvitation", "enrolment__venture", frozenset({"token_hash"})
    ),
    Table("reminders", "Reminded", "enrolment__venture", frozenset({"token_hash"})),
    Table(
        "invitation_reminders", "Reminded", "invitation__enrolment__venture",
        frozenset({"token_hash"}),
    ),
    Table("consents", "Consent", "enrolment__venture"),
    Table("benchmark_words", "BenchmarkWord", "enrolment__venture"),
    Table("benchmark_lines", "BenchmarkLine", "enrolment__venture"),
    Table("openings", "Opening", "enrolment__venture"),
    # Of reviews founders get what was released to them: never a score, an internal comment, who
    # reviewed, or by what number they were known.
    Table(
        "reviews", "Review", "enrolment__venture",
        frozenset({"reviewer_id", "assigned_by_id", "assigned_at", "rubric_id", "scores",
                   "confidence", "conflict", "internal", "version", "saved_at", "submitted_at"}),
        only={"released_at__isnull": False, "conflict": False},
    ),
    Table("review_aliases", "Alias", "enrolment__venture", frozenset({"number"})),
    Table("review_readings", "ReviewReading", "enrolment__venture", frozenset({"reader_id"})),
    Table("review_states", "ReviewStep", "enrolment__venture", frozenset({"by_id"})),
    Table("outcomes", "Outcome", "enrolment__venture", frozenset({"by_id"})),
    Table("conclusions", "Conclusion", "venture"),
    Table("decisions", "Decision", "venture"),
    Table("tripwires", "Tripwire", "decision__venture"),
    Table("firings", "Firing", "tripwire__decision__venture"),
    Table("scenarios", "Scenario", "submission__assessment__venture"),
    Table("plan", "PlanItem", "venture"),
    Table("plan_changes", "PlanChange", "item__venture"),
    Table("release_plans", "ReleasePlan", "venture"),
)  # fmt: skip
PEOPLE = (
    "by_id", "owner_id", "user_id", "invited_by_id", "accepted_by_id", "apart_by_id",
    "begun_by_id", "closed_by_id", "picked_id",
)  # fmt: skip
"""Columns that name a person."""


def rows_of(
    table: Table, venture: uuid.UUID, *, owner: bool, reader: Actor
) -> Iterator[dict[str, Any]]:
    """A venture's rows of a table, the oldest key first; never all of them in memory.

    owner: whether they are read for one of its owners; reader: for whom, which decides what of the
    answering apart is among them.
    """
    named = {name: models.F(lookup) for name, lookup in table.more.items()}
    rows = _read(table, reader).filter(**{table.path: venture}, **table.only).order_by("pk")
    columns = [name for name in table.columns if owner or name not in table.owners]
    yield from rows.values(*columns, **named).iterator(chunk_size=200)


def _read(table: Table, reader: Actor) -> models.QuerySet[Any]:
    """A table's rows; of what was answered apart, what this reader may read."""
    if table.of is Settlement:
        return Settlement.objects.visible_to(reader)
    if table.sheet is None:
        return table.of._default_manager.all()
    rows: models.QuerySet[Any] = table.of._base_manager.all()
    if not table.apart:
        return rows.filter(**{f"{table.sheet}apart__isnull": True})
    sheets = Assessment.apart_sheets.readable_by(reader)
    return rows.filter(**{f"{table.sheet}pk__in": sheets.values("pk")})


def people_named(ids: Iterable[int]) -> list[dict[str, Any]]:
    """Who is meant by these ids: the name, or the e-mail address where there is none."""
    rows = User.objects.filter(pk__in=set(ids)).order_by("pk")
    return [{"id": one.pk, "name": str(one)} for one in rows.only("name", "email")]


def editions_named(ids: Iterable[uuid.UUID]) -> list[dict[str, Any]]:
    """The editions that answers and cohorts refer to."""
    columns = ("id", "key", "title", "content_hash", "published_at")
    return list(Edition.objects.filter(pk__in=set(ids)).order_by("key").values(*columns))


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is as it was at one moment, whoever saves meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


# ---------------------------------------------------------------- for reading


@dataclass(frozen=True, slots=True)
class Edit:
    """One saved form of an answer, and who saved it; by is empty for who came by a link."""

    at: dt.datetime
    by: str
    content: Mapping[str, Any]


def sheets_of(venture: uuid.UUID, reader: Actor) -> list[Assessment]:
    """The venture's own answers, then the sheets answered apart that the reader may read."""
    own = Assessment.objects.filter(venture=venture).order_by("created_at")
    apart = Assessment.apart_sheets.readable_by(reader).filter(venture=venture)
    return [*own, *apart.select_related("apart_by").order_by("created_at", "pk")]


def edits_of(sheets: Iterable[Assessment]) -> dict[tuple[uuid.UUID, str], list[Edit]]:
    """Every edit of these by assessment and question, in their order. One query."""
    model = apps.get_model("questionnaire", "AnswerRevision")
    rows = model._default_manager.filter(answer__assessment__in=[one.pk for one in sheets])
    found: dict[tuple[uuid.UUID, str], list[Edit]] = {}
    columns = ("answer__assessment_id", "answer__question", "at", "by__name", "by__email",
               "value", "note", "evidence", "claim")  # fmt: skip
    for row in rows.order_by("answer", "version").values(*columns):
        place = row["answer__assessment_id"], row["answer__question"]
        by = row["by__name"] or row["by__email"] or ""
        found.setdefault(place, []).append(Edit(row["at"], by, row))
    return found


def reports_of(venture: uuid.UUID) -> models.QuerySet[Report]:
    """Every report with what was sent, the first sent first. One query."""
    own = Report.objects.filter(submission__assessment__venture=venture)
    return own.select_related("submission").order_by("submission__sent_at", "submission__revision")


def consents_of(venture: uuid.UUID) -> Iterable[dict[str, Any]]:
    """Every consent, the first first."""
    rows = apps.get_model("questionnaire", "Consent")._default_manager
    return (
        rows.filter(enrolment__venture=venture)
        .order_by("pk")
        .values("enrolment_id", "enrolment__cohort__edition_id", *SAID)
    )


def openings_of(venture: uuid.UUID) -> Iterable[tuple[Any, ...]]:
    """Who of an accelerator read a report of the venture, hour by hour: enrolment, when first and
    last, how often, name, address, the program's name and revision."""
    columns = ("enrolment_id", "first", "last", "times", "by__name", "by__email", "token__name",
               "report__submission__revision")  # fmt: skip
    rows = apps.get_model("questionnaire", "Opening")._default_manager
    return (
        tuple(row[column] for column in columns)
        for row in rows.filter(enrolment__venture=venture).by_the_hour().reverse()
    )


def links_of(venture: uuid.UUID) -> Iterable[tuple[Any, ...]]:
    """The links to the venture's reports, the first first."""
    columns = ("pk", "label", "report__submission__revision", "with_notes", "passphrase",
               "grant__created_at", "grant__expires_at", "grant__revoked_at")  # fmt: skip
    rows = ReportLink.objects.filter(grant__venture=venture)
    return rows.order_by("grant__created_at").values_list(*columns)


def link_openings_of(venture: uuid.UUID) -> Iterable[tuple[Any, ...]]:
    """When each of them was opened, or taken along as a file of which kind."""
    rows = LinkOpening.objects.filter(link__grant__venture=venture)
    return rows.order_by("pk").values_list("link_id", "at", "file")
