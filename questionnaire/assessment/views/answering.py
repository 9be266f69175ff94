"""Answering: a category's page, the save of one card, and the follow-ups."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fmassess.faults import TooMany
from questionnaire.assessment import composition
from questionnaire.assessment.actions import Conflict, Content, flag_question
from questionnaire.assessment.desk import Desk, open_desk
from questionnaire.assessment.edits import Refused, edit_of_card, read_edit, read_head
from questionnaire.assessment.models import AnswerRevision, Assessment
from questionnaire.assessment.moving.page import anew_in
from questionnaire.assessment.saving import changed_by, conflict_reply, save_form, save_open
from questionnaire.assessment.views.finding import (
    Strip,
    founder_page,
    is_open,
    own_sheet,
    shared_id,
    sheet_alone,
    sheet_to_read,
    sheet_to_write,
)
from questionnaire.bank.figures import trimmed
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest

LOOK_EVERY = 10
"""How often an answer is saved before it is looked how fast that goes: a save costs no query more,
and still nobody gets past."""
RETRY_SAVE = 5
"""Seconds after which a save that was too much is tried again."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(
    request: ActorRequest, assessment: uuid.UUID, category: str, strip: Strip
) -> HttpResponse:
    """One category's questions; without script, the whole form is saved by its button.

    strip: how a later stage tells the result so far (urls.py says which).
    """
    found = sheet_to_read(request, assessment)
    desk = open_desk(found)
    if category not in desk.way.categories:
        raise Http404
    if request.method != "POST":
        page = composition.category_page(desk, category, show=request.GET.get("show", ""))
        return founder_page(
            request,
            "category",
            found,
            page=page,
            open=is_open(found),
            anew=anew_in(desk, category),
            strip=strip(desk.edition, desk.sheet),
        )
    return save_category(request, desk, category, strip)


def save_category(request: ActorRequest, desk: Desk, category: str, strip: Strip) -> HttpResponse:
    """Save the form of a whole category, then go on, or back to what needs a second look."""
    found = sheet_to_write(request, desk.assessment.pk)
    not_too_fast(request, found)
    problems, typed = save_form(
        desk, category, request.POST, by=request.actor.user_id, at=timezone.now()
    )
    flag = request.POST.get("flag", "")
    if flag in desk.wording.questions:  # without script the button brings the whole form along
        with still_writing(venture=found.venture_id, by=request.actor):
            flag_question(assessment=found, question=flag, on=flag not in found.flagged)
        if not problems:
            return redirect(f"{request.get_full_path()}#slot-{flag}")
    desk = open_desk(desk.assessment)
    shown = set(request.POST.getlist("shown"))
    here = {
        slot.key for slot in composition.slots(desk, desk.wording.category(category)) if slot.card
    }
    if problems:
        page = composition.category_page(desk, category, problems=problems, typed=typed)
        return founder_page(
            request,
            "category",
            found,
            status=422,
            page=page,
            open=is_open(found),
            strip=strip(desk.edition, desk.sheet),
        )
    if here - shown or request.POST.get("go") == "stay":
        first = next(iter(sorted(here - shown, key=desk.way.asked.index)), "")
        return redirect(request.get_full_path() + (f"#slot-{first}" if first else ""))
    following = desk.way.next_category(after=category)
    if following and following != category:
        return redirect("category", assessment=found.pk, category=following)
    shared = shared_id(found)
    if shared is not None:
        return redirect("apart", assessment=shared)
    return redirect("check-answers" if not following else "overview", assessment=found.pk)


@login_not_required
@require_POST
def save_answer(request: ActorRequest, assessment: uuid.UUID, question: str) -> JsonResponse:
    """Save one card; the reply echoes the edit's id, and nothing else means saved."""
    rows = Assessment.objects.writable_by(request.actor).only("edition_id", "apart")
    found = rows.filter(pk=assessment).first() or own_sheet(request, assessment)
    if found is None:
        return no_key(request, assessment)
    wording = edition_by_id(found.edition_id).wording(get_language() or "en")
    mutation = request.POST.get("mutation", "")[:40]
    try:
        if question not in wording.questions:
            raise Refused(_("There is no such question in this edition. Reload the page."))
        still_open(found)
        head = read_head(request.POST)
        if head.base % LOOK_EVERY == LOOK_EVERY - 1:
            not_too_fast(request, found)
        read = read_edit(wording.question(question), edit_of_card(request.POST), wording.language)
        result = save_open(
            assessment=found.pk,
            question=question,
            content=read.content,
            base=head.base,
            mutation=head.mutation,
            by=request.actor.user_id,
            at=timezone.now(),
        )
    except Refused as refused:
        return JsonResponse({"mutation": mutation, "problem": str(refused)}, status=422)
    if isinstance(result, Conflict):
        asks = changed_by(request.actor, found, question, result)
        return conflict_reply(wording, question, mutation, result, asks)
    return JsonResponse(
        {
            "mutation": mutation,
            "version": result.version,
            "saved": result.at.isoformat(),
            "said": understood(wording, question, read.content),
            "problem": read.problem,
        }
    )


def still_open(found: Assessment) -> None:
    """Refused for a sheet apart that was laid open, or whose round ended; of the venture's own
    answers the save itself says so."""
    if found.apart_id is not None and not is_open(found):
        raise Refused(
            _("These answers can be changed no more: they were laid open, or the round ended.")
        )


def not_too_fast(request: ActorRequest, found: Assessment) -> None:
    """Whoever saves faster than anybody types is slowed: TooMany, and nothing is dropped, for the
    page keeps what it could not save and sends it again. One query."""
    saved = AnswerRevision.objects.on_sheet(found).lately_by(request.actor)
    if saved.count() >= settings.MOST_SAVES:
        raise TooMany(RETRY_SAVE)


def understood(wording: LocalEdition, question: str, content: Content) -> str:
    """A number as it was read, so that "1,500" is seen to be what was meant; else nothing.

    Without its unit, which stands at the field: on a phone the line must not wrap.
    """
    number, stored = wording.question(question).number, content.value or {}
    if number is None or "value" not in stored:
        return ""
    return trimmed(stored["value"], wording.language, number.decimals)


def no_key(request: ActorRequest, assessment: uuid.UUID) -> JsonResponse:
    """401 for a browser without any key, 403 for a reader, else the 404 of what does not exist."""
    if request.actor.is_nobody:
        status = 401
    else:
        may_read = Assessment.objects.visible_to(request.actor).filter(pk=assessment).exists()
        status = 403 if may_read else 404
    return JsonResponse({"problem": _("This browser has no key to these answers.")}, status=status)


@login_not_required
@require_POST
def flag(request: ActorRequest, assessment: uuid.UUID, question: str) -> HttpResponse:
    """Flag a question for later, or take the flag off; the button as it is now."""
    found = sheet_to_write(request, assessment)
    wording = edition_by_id(found.edition_id).wording(get_language() or "en")
    asked = wording.questions.get(question)
    if asked is None:
        raise Http404
    on = request.POST.get("on") == "1"
    with still_writing(venture=found.venture_id, by=request.actor):
        flag_question(assessment=found, question=question, on=on)
    if not request.htmx:
        return redirect(reverse("category", args=[found.pk, asked.category]) + f"#slot-{question}")
    context = {"key": question, "flagged": on, "ask": asked.ask, "assessment_id": found.pk}
    button = render(request, "components/flag.html", context)
    button["HX-Trigger"] = "flagged"  # the filters count it
    return button


@login_not_required
@require_safe
def follow_ups(request: ActorRequest, assessment: uuid.UUID, category: str) -> HttpResponse:
    """What changed in which questions are asked, as places to swap; the page itself when opened."""
    if not request.htmx:
        return redirect("category", assessment=assessment, category=category)
    found = sheet_alone(request, assessment, with_right=True)
    desk = open_desk(found)
    if category not in desk.way.categories:
        raise Http404
    page = composition.category_page(desk, category)
    context = {
        "assessment_id": found.pk,
        "shared_id": shared_id(found),
        "slots": composition.changed_slots(page, set(request.GET.getlist("shown"))),
        "page": page,
        "show": request.GET.get("show", ""),
        "open": is_open(found),
    }
    return render(request, "assessment/follow_ups.html", context)
