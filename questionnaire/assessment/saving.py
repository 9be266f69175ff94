"""Saving a whole category's form without script, and telling of a conflict."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import JsonResponse, QueryDict
from django.utils.translation import gettext as _

from questionnaire.assessment.actions import (
    Conflict,
    Content,
    MutationReused,
    NotOpen,
    Saved,
    answer_id,
    save_answer,
)
from questionnaire.assessment.desk import Desk, said_in
from questionnaire.assessment.edits import OTHER, UNKNOWN, Edit, Refused, edit_of_form, read_edit
from questionnaire.assessment.entry import sent_number
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment
from questionnaire.assessment.pages import Problem
from questionnaire.bank.wording import LocalEdition, LocalQuestion
from questionnaire.people.actor import Actor


def save_open(**saved: Any) -> Saved | Conflict:
    """``save_answer``, refused in words where all was sent, or where there is nothing to change."""
    try:
        return save_answer(**saved)
    except NotOpen:
        raise Refused(_("These answers were sent. Reopen them first.")) from None
    except MutationReused:
        raise Refused(_("Reload the page; this save does not say what it changes.")) from None


def save_form(
    desk: Desk, category: str, data: QueryDict, *, by: int | None, at: dt.datetime
) -> tuple[tuple[Problem, ...], dict[str, Edit]]:
    """Save each card that the form showed and that changed.

    Returns what needs a second look, and what was typed there and could not be stored.
    """
    problems: list[Problem] = []
    typed: dict[str, Edit] = {}
    shown = set(data.getlist("shown"))
    for question in desk.wording.category(category).questions:
        if question.key not in shown:
            continue
        edit = edit_of_form(data, question.key)
        try:
            problem = _save_card(desk, question, edit, data, by=by, at=at)
        except Refused as refused:
            typed[question.key] = edit
            problem = str(refused)
        if problem:
            problems.append(Problem(question.key, question.ask, problem))
    return tuple(problems), typed


def _save_card(
    desk: Desk,
    question: LocalQuestion,
    edit: Edit,
    data: QueryDict,
    *,
    by: int | None,
    at: dt.datetime,
) -> str:
    """The problem that remains, empty when there is none."""
    read = read_edit(question, edit, desk.wording.language)
    stands = desk.answers.get(question.key)
    if read.content == _content(stands):
        return read.problem
    result = save_open(
        assessment=desk.assessment.pk,
        question=question.key,
        content=read.content,
        base=sent_number(data.get(f"{question.key}.base", "")),
        mutation=uuid.uuid4(),
        by=by,
        at=at,
    )
    if isinstance(result, Conflict):
        raise Refused(
            _("Meanwhile this became “%(theirs)s”. Yours stands here; save again to keep it.")
            % {"theirs": said_in(desk.wording, question, result.content.value or {})}
        )
    return read.problem


def _content(answer: Answer | None) -> Content:
    """What stands, as a save would say it."""
    if answer is None:
        return Content(None)
    return Content(answer.value, answer.note, answer.evidence, answer.claim)


def changed_by(actor: Actor, sheet: Assessment, question: str, conflict: Conflict) -> str:
    """The sentence that says whose value stands: a member's, one's own, or a link holder's."""
    saves = AnswerRevision.objects.on_sheet(sheet).filter(
        answer_id=answer_id(sheet.pk, question), version=conflict.version
    )
    save = saves.select_related("by").first()
    if save is None or save.by is None:
        return _("Meanwhile this became “%(theirs)s”. Keep that, or save yours?")
    if save.by_id == actor.user_id:
        return _("In another window you changed this to “%(theirs)s”. Keep that, or save yours?")
    asks = _("%(who)s changed this to “%(theirs)s”. Keep that, or save yours?")
    return asks.replace("%(who)s", str(save.by).replace("%", "%%"))


def conflict_reply(
    wording: LocalEdition, question: str, mutation: str, conflict: Conflict, asks: str
) -> JsonResponse:
    """409 with what stands, in words and as the card's fields. asks: of ``changed_by``."""
    asked, content = wording.question(question), conflict.content
    words = said_in(wording, asked, content.value or {}) or _("nothing")
    return JsonResponse(
        {
            "mutation": mutation,
            "version": conflict.version,
            "problem": asks % {"theirs": words},
            "theirs": {"said": words, "saved": conflict.at.isoformat()},
            "fields": {
                **_fields(content),
                "note": content.note,
                "evidence": content.evidence,
                "claim": content.claim,
            },
        },
        status=409,
    )


def _fields(content: Content) -> dict[str, object]:
    stored = content.value or {}
    if stored.get("unknown"):
        return {"value": [], "state": [UNKNOWN], "other": ""}
    if "other" in stored or stored.get("raw") == OTHER:
        return {"value": [], "state": [OTHER], "other": stored.get("other", "")}
    value = stored.get("value", stored.get("raw"))
    values = value if isinstance(value, list) else [] if value is None else [str(value)]
    return {"value": values, "state": [], "other": ""}
