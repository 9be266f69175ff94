"""Everything about a venture as one page to keep: no script, nothing loaded, opens from a disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from questionnaire.assessment.desk import Desk, open_desk, said_in
from questionnaire.assessment.joined import category_names
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.team.page import role_words, state_of
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalQuestion, Phrase
from questionnaire.decision.queries import with_tripwires
from questionnaire.decision.record_page import RecordPage, record_page
from questionnaire.decision.steps import STEPS, words_of
from questionnaire.download.queries import Edit, edits_of, one_moment, reports_of, sheets_of
from questionnaire.download.shared import Agreed, Link, Shown, agreed, private_links, report_links
from questionnaire.markup import element
from questionnaire.people.actor import Actor
from questionnaire.people.models import stage_word
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative import next_steps, paths, standing, verdict
from questionnaire.report.narrative.next_steps import ActionTold, TensionTold
from questionnaire.report.narrative.paths import PathTold
from questionnaire.report.narrative.standing import LeanTold, PostureTold, claim_word
from questionnaire.report.narrative.verdict import Verdict
from questionnaire.report.page import tongue_of
from questionnaire.report.plan.page import Logged, Row, advised_by, log_of, row_of
from questionnaire.report.plan.queries import with_log
from questionnaire.report.what_if.listing import Listed, listed
from questionnaire.report.what_if.queries import scenarios_about

STYLE = settings.BASE_DIR / "static" / "css" / "kept.css"


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer said at one time; by is empty for who came by a link."""

    at: dt.datetime | None
    by: str
    said: str
    claim: str
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer now and every form it had; asked: whether it is asked now."""

    ask: Phrase
    now: Form
    asked: bool
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one edition. going: whether the venture goes on with these; apart: who gave
    them on a sheet of their own, and laid_open_at: since when others may read it."""

    edition: Phrase
    key: str
    begun_at: dt.datetime
    revision: int
    going: bool
    sent: bool
    apart: str
    laid_open_at: dt.datetime | None
    categories: tuple[tuple[Phrase, tuple[Asked, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A revision as it was sent, with its report's key results."""

    revision: int
    sent_at: dt.datetime
    receipt: str
    fingerprint: str
    edition: Phrase
    edition_key: str
    scoring_version: int
    verdict: Verdict
    postures: tuple[PostureTold, ...]
    lean: LeanTold
    paths: tuple[PathTold, ...]
    tensions: tuple[TensionTold, ...]
    actions: tuple[ActionTold, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the venture; after: the categories that they look after."""

    name: str
    email: str
    role: str
    since: dt.datetime | None
    after: tuple[Phrase | str, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, by whom it reached and its dates. state: as the members page calls it."""

    email: str
    role: str
    made_at: dt.datetime
    ends_at: dt.datetime
    state: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """What was concluded at a step of the walk, in every form it had."""

    ask: str
    forms: tuple[tuple[dt.datetime, str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The whole page."""

    venture: str
    stage: str
    created_at: dt.datetime
    made_at: dt.datetime
    members: tuple[Member, ...]
    invitations: tuple[Invited, ...]
    answers: tuple[Answers, ...]
    sent: tuple[Sent, ...]
    concluded: tuple[Concluded, ...]
    decisions: tuple[RecordPage, ...]
    scenarios: tuple[Listed, ...]
    plan: tuple[tuple[Row, tuple[Logged, ...]], ...]
    cohorts: tuple[Agreed, ...]
    links: tuple[Link, ...]
    shown: tuple[Shown, ...]
    style: SafeString


def kept_page(found: Assessment, at: dt.datetime, *, owner: bool, reader: Actor) -> Kept:
    """Everything about the assessment's venture, as it is at one moment. owner: whether it is for
    one of its owners, who alone reads who was invited; reader: for whom, who reads of what was
    answered apart their own sheet and those laid open to them."""
    venture = found.venture
    with one_moment():
        sheets, reports = sheets_of(venture.pk, reader), list(reports_of(venture.pk))
        edits = edits_of(sheets)
        return Kept(
            venture=venture.name,
            stage=stage_word(venture.stage),
            created_at=venture.created_at,
            made_at=at,
            members=tuple(_members(found)),
            invitations=tuple(_invitations(found, at)) if owner else (),
            answers=tuple(_answers(open_desk(one), edits) for one in sheets),
            sent=tuple(_sent(report) for report in reports),
            concluded=tuple(_concluded(found)),
            decisions=tuple(_decisions(found, reports, at)),
            scenarios=tuple(_scenarios(found, reports)),
            plan=tuple(_plan(found, reports, at)),
            cohorts=tuple(agreed(found, reader)),
            links=tuple(private_links(found)),
            shown=tuple(report_links(found)),
            style=element("style", Path(STYLE).read_text()),
        )


def _members(found: Assessment) -> Iterator[Member]:
    """The members with what they look after. Two queries."""
    words, names = role_words(), category_names(found, found.edition_id)
    after: dict[int, list[Phrase | str]] = {}
    for member, category in found.venture.delegations.values_list("member_id", "category"):
        after.setdefault(member, []).append(names.get(category, category))
    columns = ("pk", "user__name", "user__email", "role", "joined_at")
    for pk, name, email, role, since in found.venture.members.order_by("pk").values_list(*columns):
        yield Member(name or email, email, words[role], since, tuple(after.get(pk, ())))


def _invitations(found: Assessment, at: dt.datetime) -> Iterator[Invited]:
    words = role_words()
    for one in found.venture.invitations.order_by("created_at"):
        yield Invited(one.email, words[one.role], one.created_at, one.expires_at, state_of(one, at))


# ---------------------------------------------------------------- answers


def _answers(desk: Desk, edits: Mapping[tuple[Any, str], list[Edit]]) -> Answers:
    found = desk.assessment
    return Answers(
        edition=desk.wording.title,
        key=desk.edition.key,
        begun_at=found.created_at,
        revision=found.revision,
        going=found.left_for_id is None,
        sent=found.status == "submitted",
        apart=str(found.apart_by) if found.apart_id else "",
        laid_open_at=found.laid_open_at,
        categories=tuple(
            (
                category.name,
                tuple(
                    _asked(desk, question, edits.get((found.pk, question.key), []))
                    for question in category.questions
                ),
            )
            for category in desk.wording.categories
        ),
    )


def _asked(desk: Desk, question: LocalQuestion, edits: list[Edit]) -> Asked:
    answer = desk.answers.get(question.key)
    content = {name: getattr(answer, name, None) for name in ("value", "note", "evidence", "claim")}
    return Asked(
        ask=question.ask,
        now=_form(desk, question, content, at=answer.updated_at if answer else None),
        asked=question.key in desk.way.asked,
        forms=tuple(_form(desk, question, one.content, at=one.at, by=one.by) for one in edits),
    )


def _form(
    desk: Desk,
    question: LocalQuestion,
    content: Mapping[str, Any],
    *,
    at: dt.datetime | None,
    by: str = "",
) -> Form:
    value, claim = content["value"], content["claim"] or ""
    return Form(
        at=at,
        by=by,
        said=said_in(desk.wording, question, value) if value else _("not answered"),
        claim=claim_word(tongue_of(desk.edition), claim) if claim else "",
        note=content["note"] or "",
        evidence=content["evidence"] or "",
    )


# ---------------------------------------------------------------- what was sent


def _sent(report: Report) -> Sent:
    submission, card = report.submission, report.scorecard
    edition = edition_by_id(submission.edition_id)
    tongue = tongue_of(edition)
    sheet = sheet_of_snapshot(edition.rubric, submission.answers)
    return Sent(
        revision=submission.revision,
        sent_at=submission.sent_at,
        receipt=submission.receipt,
        fingerprint=submission.answers_hash,
        edition=tongue.texts.title,
        edition_key=edition.key,
        scoring_version=report.scoring_version,
        verdict=verdict.tell_verdict(tongue, card, sheet),
        postures=standing.tell_postures(tongue, card, sheet),
        lean=standing.tell_lean(tongue, card, sheet),
        paths=paths.tell_paths(tongue, card, sheet),
        tensions=next_steps.tell_tensions(tongue, card, sheet),
        actions=next_steps.tell_actions(tongue, card, sheet),
    )


# ---------------------------------------------------------------- what was decided


def _concluded(found: Assessment) -> Iterator[Concluded]:
    """Every form of what was concluded, step by step. One query."""
    forms: dict[str, list[tuple[dt.datetime, str, str]]] = {}
    for one in found.venture.conclusions.select_related("by").order_by("version"):
        forms.setdefault(one.step, []).append((one.at, str(one.by) if one.by else "", one.text))
    say = tongue_of(edition_by_id(found.edition_id)).say
    for step in STEPS:
        if step.key in forms:
            yield Concluded(words_of(step, say).ask, tuple(forms[step.key]))


def _decisions(
    found: Assessment, reports: Sequence[Report], at: dt.datetime
) -> Iterator[RecordPage]:
    """The decisions, the one that stands first. Four queries, whatever their number."""
    rows = with_tripwires(found.venture.decisions.order_by("-number"))
    for place, decision in enumerate(rows):
        asked = edition_by_id(reports[-1].submission.edition_id)
        yield record_page(decision, stands=place == 0, today=timezone.localdate(at), asked=asked)


# ---------------------------------------------------------------- what was tried and planned


def _scenarios(found: Assessment, reports: Sequence[Report]) -> Iterator[Listed]:
    """The scenarios, each beside the result that it was tried on. One query."""
    rows = scenarios_about(found.venture_id)
    yield from listed(rows, reports[-1].submission_id if reports else None)


def _plan(
    found: Assessment, reports: Sequence[Report], at: dt.datetime
) -> Iterator[tuple[Row, tuple[Logged, ...]]]:
    """The actions of the plan, each with its log. Two queries, whatever their number."""
    advised = advised_by(reports[-1] if reports else None)
    rows = found.venture.plan.select_related("owner").order_by("created_at", "pk")
    for one in rows.prefetch_related(with_log()):
        log = log_of(list(one.changes.all()))
        yield row_of(one, advised, timezone.localdate(at)), log
