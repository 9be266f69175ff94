"""A founder opens an invitation or a link for many: who invites, what is asked, and joining."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.forms import GuestStartForm, StartForm
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.team.mails import mail_private_link
from questionnaire.assessment.views.arriving import show_link_once
from questionnaire.cohort.asking import asked
from questionnaire.cohort.inviting.joining.actions import (
    Ended,
    WayIn,
    join_cohort,
    joined_by,
    note_opened,
    note_started,
    start_and_join,
    way_in,
)
from questionnaire.cohort.models import Enrolment
from questionnaire.people.actor import ActorRequest, read_grants, remember_grants
from questionnaire.people.limits import may, spend
from questionnaire.people.models import Venture


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: ActorRequest, token: str) -> HttpResponse:
    """Who invites into what, what is asked and why, and what is never seen; POST goes on."""
    way = way_in(token=token, at=timezone.now())
    if way is None:
        return _over(request, token)
    if request.method == "POST":
        note_started(way=way, at=timezone.now())
        return redirect("invited-venture", token=token)
    if request.method == "GET" and not _ahead(request):
        note_opened(way=way, at=timezone.now())
    context = {
        "cohort": way.cohort,
        "accelerator": way.cohort.accelerator.name,
        "who": way.by,
        "asked": asked(way.cohort),
        "rounds": list(way.cohort.rounds.all()),
        "until": way.invitation.expires_at if way.invitation else None,
    }
    return _private(render(request, "cohort/invited.html", {"here": "", **context}))


def _ahead(request: ActorRequest) -> bool:
    """Whether a browser only fetches what might be opened."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited_venture(request: ActorRequest, token: str) -> HttpResponse:
    """Choose a venture of one's own, or begin one; POST joins with it, and shares nothing."""
    way = way_in(token=token, at=timezone.now())
    if way is None:
        return _over(request, token)
    if request.method != "POST":
        return _choose(request, way, _form(request, way))
    chosen = request.POST.get("venture", "")
    try:
        if chosen and chosen != "new":
            return _join(request, token, chosen)
        form = _form(request, way, bound=True)
        if not form.is_valid():
            return _choose(request, way, form)
        return _start(request, token, form)
    except Ended:  # meanwhile
        return _over(request, token)


def _form(request: ActorRequest, way: WayIn, *, bound: bool = False) -> StartForm:
    kind = GuestStartForm if request.actor.user_id is None else StartForm
    name = way.invitation.name if way.invitation else ""
    return kind(request.POST if bound else None, initial={"name": name})


def _choose(request: ActorRequest, way: WayIn, form: StartForm) -> HttpResponse:
    own = [] if request.actor.is_nobody else _own(request)
    context = {
        "cohort": way.cohort, "accelerator": way.cohort.accelerator.name, "own": own, "form": form,
        "guest": request.actor.user_id is None,
    }  # fmt: skip
    return _private(render(request, "cohort/invited_venture.html", {"here": "", **context}))


def _own(request: ActorRequest) -> list[tuple[uuid.UUID, str]]:
    rows = Venture.objects.erasable_by(request.actor).order_by("name")
    return list(rows.values_list("pk", "name")[:100])


def _join(request: ActorRequest, token: str, chosen: str) -> HttpResponse:
    try:
        venture = uuid.UUID(chosen)
        enrolment = join_cohort(token=token, venture=venture, by=request.actor, at=timezone.now())
    except (ValueError, Venture.DoesNotExist):  # not theirs to decide about
        messages.error(request, _("Only an owner of a venture joins with it."))
        return redirect("invited-venture", token=token)
    return _welcome(request, enrolment)


def _start(request: ActorRequest, token: str, form: StartForm) -> HttpResponse:
    spend(request, "start")
    spend(request, "starts")
    email = form.cleaned_data.get("email", "")
    may_mail = bool(email) and may(request, "private_link", email.casefold())
    assessment, issued, enrolment = start_and_join(
        token=token,
        name=form.cleaned_data["name"],
        stage=form.cleaned_data["stage"],
        by=request.actor,
        at=timezone.now(),
        tell=(lambda made: mail_private_link(made, email)) if may_mail else None,
    )
    if issued is None:
        return _welcome(request, enrolment)
    messages.success(request, _told(enrolment))
    response = redirect("overview", assessment=assessment.pk)
    remember_grants(response, [issued.grant.pk, *read_grants(request)])
    show_link_once(response, assessment, issued.token)
    return response


def _told(enrolment: Enrolment) -> str:
    return _("You joined %(cohort)s. Nothing is shared until you agree to something.") % {
        "cohort": enrolment.cohort.name
    }


def _welcome(request: ActorRequest, enrolment: Enrolment) -> HttpResponse:
    messages.success(request, _told(enrolment))
    return _to_sharing(request, enrolment)


def _to_sharing(request: ActorRequest, enrolment: Enrolment) -> HttpResponse:
    mine = Assessment.objects.visible_to(request.actor).current()
    begun = mine.filter(venture=enrolment.venture_id).order_by("-created_at").first()
    if begun is None:
        return redirect("home")
    return redirect("sharing", assessment=begun.pk, enrolment=enrolment.pk)


def _over(request: ActorRequest, token: str) -> HttpResponse:
    """It opens nothing (any more), which is counted; who joined by it is taken to where they
    decide."""
    joined = joined_by(token=token, actor=request.actor)
    if joined is not None:
        return _to_sharing(request, joined)
    spend(request, "unknown_link")
    return _private(render(request, "cohort/invited.html", {"here": ""}, status=404))


def _private(page: HttpResponse) -> HttpResponse:
    page["Referrer-Policy"] = "strict-origin"  # as private links: the token goes nowhere
    page["X-Robots-Tag"] = "noindex"
    return page
