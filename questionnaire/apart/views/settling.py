"""The disagreements: reading them, taking over what nobody disputes, and settling one by one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from questionnaire.apart import actions
from questionnaire.apart.actions import Choice, agreed_id
from questionnaire.apart.comparing import SHARED, Matter
from questionnaire.apart.forms import OWN, SHARED_PICK, Pick, read_pick
from questionnaire.apart.ground import Ground, content_of, open_ground, side_of
from questionnaire.apart.queries import open_round
from questionnaire.apart.told import Teller
from questionnaire.apart.views.doing import apart_view, back, is_one, must_be, tried
from questionnaire.assessment.actions import Conflict, MutationReused
from questionnaire.assessment.composition import card_of
from questionnaire.assessment.desk import said_in
from questionnaire.assessment.edits import Edit, Refused, edit_of_form, read_edit
from questionnaire.assessment.entry import sent_number
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import visible
from questionnaire.people.actor import ActorRequest
from questionnaire.people.querysets import WRITERS
from questionnaire.vocabulary import AssessmentStatus, Settled


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def differences(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Where the sheets differ; a POST takes over what nobody disputes."""
    found = visible(request, assessment)
    if request.method == "POST":
        must_be(request, found, *WRITERS)
    going = open_round(request.actor, found.pk)
    if going is None:
        return back(found)
    ground = open_ground(found, going, request.actor)
    if request.method != "POST":
        return _differences(request, found, ground)
    return _take_over(request, found, ground)


def _settles(request: ActorRequest, found: Assessment, ground: Ground) -> bool:
    """Whether the page offers its reader to settle."""
    writes = is_one(request, found, *WRITERS)
    stands_open = found.status == AssessmentStatus.OPEN and found.left_for_id is None
    return writes and ground.going.over and stands_open


def _differences(
    request: ActorRequest, found: Assessment, ground: Ground, problem: str = ""
) -> HttpResponse:
    return apart_view(
        request,
        "differences",
        found,
        status=422 if problem else 200,
        page=Teller(ground).differences(),
        over=ground.going.over,
        sent=found.status != AssessmentStatus.OPEN,
        settles=_settles(request, found, ground),
        problem=problem,
    )


def _take_over(request: ActorRequest, found: Assessment, ground: Ground) -> HttpResponse:
    ticked = set(request.POST.getlist("take"))
    choices = [_agreed(request, ground, one) for one in ground.compared.agreed
               if one.question in ticked]  # fmt: skip
    if not choices:
        return _differences(request, found, ground, _("Tick what is to be taken over."))
    left: list[str] = []

    def verb() -> None:
        left.extend(
            actions.take_over(
                going=ground.going, choices=choices, by=request.actor, at=timezone.now()
            )
        )

    if tried(request, verb):
        taken = len(choices) - len(left)
        if taken:
            told = ngettext("%(n)d answer was taken over.", "%(n)d answers were taken over.", taken)
            messages.success(request, told % {"n": taken})
        if left or len(ticked) > len(choices):
            messages.warning(
                request, _("Some were answered or disputed meanwhile; they stand below.")
            )
    return back(found, "apart-differences")


def _agreed(request: ActorRequest, ground: Ground, matter: Matter) -> Choice:
    base = sent_number(request.POST.get(f"{matter.question}.base", ""))
    return Choice(
        question=matter.question,
        content=content_of(matter.sides[0]),
        base=base,
        mutation=agreed_id(ground.going.pk, matter.question, base),
        how=Settled.AGREED,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: ActorRequest, assessment: uuid.UUID, question: str) -> HttpResponse:
    """One disagreement with the question's card; a POST settles it."""
    found = visible(request, assessment)
    if request.method == "POST":
        must_be(request, found, *WRITERS)
    going = open_round(request.actor, found.pk)
    if going is None:
        return back(found)
    ground = open_ground(found, going, request.actor)
    if question not in ground.shared.wording.questions:
        raise Http404
    matter = ground.disputed(question)
    if matter is None:
        messages.info(request, _("Nobody disputes this question any more."))
        return back(found, "apart-differences")
    if request.method == "POST":
        return _settle(request, found, ground, matter)
    return _settle_page(request, found, ground, matter)


def _settle(
    request: ActorRequest, found: Assessment, ground: Ground, matter: Matter
) -> HttpResponse:
    typed = edit_of_form(request.POST, matter.question) if "pick" in request.POST else None
    result: list[object] = []
    try:
        pick = read_pick(request.POST)
        choice = _choice(ground, matter, pick, typed or Edit())
        done = tried(
            request,
            lambda: result.append(
                actions.settle(
                    going=ground.going, choice=choice, by=request.actor, at=timezone.now()
                )
            ),
        )
    except Refused as refused:
        return _settle_page(request, found, ground, matter, problem=str(refused), typed=typed)
    except MutationReused:
        return back(found, "apart-differences")
    if result and isinstance(result[0], Conflict):
        return _overtaken(request, found, matter, result[0], typed)
    if done:
        messages.success(request, _("Settled, and saved in the shared answers."))
    return back(found, "apart-differences")


def _choice(ground: Ground, matter: Matter, pick: Pick, typed: Edit) -> Choice:
    """What is saved: somebody's answer as they laid it open, or what the form's own card says."""
    wording = ground.shared.wording
    if pick.pick == OWN:
        read = read_edit(wording.question(matter.question), typed, wording.language)
        if read.problem or read.content.value is None:
            raise Refused(read.problem or _("Write or choose an answer first."))
        return Choice(
            matter.question, read.content, pick.base, pick.mutation, Settled.WRITTEN, None, pick.why
        )
    who = SHARED if pick.pick == SHARED_PICK else int(pick.pick)
    side = side_of(matter, who)
    if side is None:
        raise Refused(_("Choose one of the answers."))
    how = Settled.SHARED if who == SHARED else Settled.PICKED
    return Choice(
        matter.question, content_of(side), pick.base, pick.mutation, how, who or None, pick.why
    )


def _overtaken(
    request: ActorRequest,
    found: Assessment,
    matter: Matter,
    conflict: Conflict,
    typed: Edit | None,
) -> HttpResponse:
    """Somebody settled or answered meanwhile: both are shown, and the settler is asked."""
    going = open_round(request.actor, found.pk)
    if going is None:
        return back(found)
    ground = open_ground(found, going, request.actor)
    wording = ground.shared.wording
    stands = said_in(wording, wording.question(matter.question), conflict.content.value or {})
    return _settle_page(
        request, found, ground, ground.disputed(matter.question) or matter, typed=typed, status=409,
        overtaken=stands or _("no answer"),
    )  # fmt: skip


def _settle_page(
    request: ActorRequest,
    found: Assessment,
    ground: Ground,
    matter: Matter,
    *,
    problem: str = "",
    typed: Edit | None = None,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    asked = ground.shared.wording.question(matter.question)
    own = request.POST.get("pick") == OWN
    return apart_view(
        request,
        "settle",
        found,
        status=status or (422 if problem else 200),
        matter=Teller(ground).weighed(matter),
        card=card_of(ground.shared, asked, 1, typed if own else None),
        over=ground.going.over,
        picked=request.POST.get("pick", ""),
        why=request.POST.get("why", ""),
        problem=problem,
        settles=_settles(request, found, ground),
        **more,
    )
