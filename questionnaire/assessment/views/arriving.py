"""Coming in: the landing page, starting, private links, accounts, and the task list."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionnaire.assessment import composition
from questionnaire.assessment.actions import start_assessment
from questionnaire.assessment.desk import open_desk
from questionnaire.assessment.forms import GuestStartForm, StartForm
from questionnaire.assessment.joined import present
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.assessment.moving.page import carried_over
from questionnaire.assessment.team.mails import mail_private_link
from questionnaire.assessment.team.page import looked_after
from questionnaire.assessment.views.finding import Strip, founder_page, sheet_to_read
from questionnaire.bank.queries import current_edition
from questionnaire.people.actions import attach_to_account, is_resume, redeem_resume
from questionnaire.people.actor import (
    Actor,
    ActorRequest,
    forget_grants,
    forget_shares,
    read_grants,
    remember_grants,
)
from questionnaire.people.limits import may, spend
from questionnaire.people.models import Accelerator, Grant, Venture

LINK_COOKIE: str = settings.LINK_COOKIE_NAME
INVITED: str = settings.INVITED_COOKIE_NAME
LINK_SHOWN_FOR = 600


@login_not_required
@require_safe
def landing(request: ActorRequest) -> HttpResponse:
    """What one gets, how long it takes, and where to begin."""
    edition = current_edition()
    wording = edition.wording(get_language() or "en") if edition else None
    samples = composition.samples(edition, wording) if edition and wording else ()
    going_on = Assessment.objects.visible_to(request.actor).current().select_related("venture")
    resume = [] if request.actor.is_nobody else going_on.order_by("-created_at")[:5]
    return render(
        request,
        "assessment/landing.html",
        {
            "here": "",
            "categories": samples,
            "offered": edition is not None,
            "first": len(wording.opening) if wording else 0,
            "minutes": sum(one.minutes for one in samples),
            "most": sum(one.most for one in samples),
            "resume": [(one.venture.name, reverse("overview", args=[one.pk])) for one in resume],
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """Begin without an account."""
    edition = current_edition()
    if edition is None:
        raise Http404
    guest = request.actor.user_id is None
    form = (GuestStartForm if guest else StartForm)(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "assessment/start.html", {"here": "", "form": form})
    spend(request, "start")
    spend(request, "starts")
    email = form.cleaned_data.get("email", "")
    may_mail = bool(email) and may(request, "private_link", email.casefold())
    assessment, issued = start_assessment(
        venture_name=form.cleaned_data["name"],
        stage=form.cleaned_data["stage"],
        edition_id=edition.id,
        by=request.actor.user_id,
        at=timezone.now(),
        tell=(lambda issued: mail_private_link(issued, email)) if may_mail else None,
    )
    if email:
        _tell_of_mail(request, email, sent=may_mail)
    response = redirect("overview", assessment=assessment.pk)
    if issued is not None:
        remember_grants(response, [issued.grant.pk, *read_grants(request)])
        show_link_once(response, assessment, issued.token)
    return response


def _tell_of_mail(request: ActorRequest, email: str, *, sent: bool) -> None:
    if sent:
        messages.info(request, _("The private link is on its way to %(email)s.") % {"email": email})
    else:
        messages.warning(
            request,
            _("No mail was sent: too many links were asked for. Copy the link here instead."),
        )


def show_link_once(response: HttpResponse, assessment: Assessment, token: str) -> None:
    """Hand the private link's token to the venture's next page only."""
    hand_over_once(response, LINK_COOKIE, assessment.venture_id, token)


def hand_over_once(response: HttpResponse, name: str, venture: uuid.UUID, token: str) -> None:
    """Hand a token to the next page that takes it: it never stands in an address or a session."""
    response.set_cookie(
        name,
        signing.dumps([str(venture), token], salt=name),
        max_age=LINK_SHOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: ActorRequest, token: str) -> HttpResponse:
    """A private link: looking spends nothing, the button gives this browser the key."""
    if request.method != "POST":
        if not is_resume(token=token, at=timezone.now()):
            spend(request, "unknown_link")
        page = render(request, "assessment/resume.html", {"here": ""})
        # Only the site's name goes on as referrer, never the token. "no-referrer" would also take
        # the Origin from the button's request, which the forgery check needs.
        page["Referrer-Policy"] = "strict-origin"
        page["X-Robots-Tag"] = "noindex"
        return page
    grant = redeem_resume(token=token, at=timezone.now())
    if grant is None:
        spend(request, "unknown_link")
        return render(request, "assessment/resume.html", {"here": "", "ended": True}, status=404)
    holder = Actor(grant_ids=(grant.pk,))
    held = Grant.objects.one_per_venture([grant.pk, *read_grants(request)], at=timezone.now())
    begun = Assessment.objects.visible_to(holder).current().order_by("-created_at")
    response = redirect("overview", assessment=begun[0].pk) if begun else redirect("start")
    remember_grants(response, held)
    return response


@login_not_required
@require_POST
def forget(request: ActorRequest) -> HttpResponse:
    """This browser gives its keys back."""
    return without_keys(redirect("landing"))


@login_not_required
def sign_out(request: ActorRequest) -> HttpResponse:
    """Who signs out of a shared computer leaves no key to a venture in it either."""
    response: HttpResponse = LogoutView.as_view()(request)
    return without_keys(response) if request.method == "POST" else response


def without_keys(response: HttpResponse) -> HttpResponse:
    """The browser holds no key any more, nor a link that was to be shown, nor a page gone by."""
    forget_grants(response)
    forget_shares(response)
    response["Clear-Site-Data"] = '"cache"'
    for name in (LINK_COOKIE, INVITED):
        response.delete_cookie(name, samesite="Strict")
    return response


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Where signed-in people begin: their ventures, and what they began before they signed in.

    Who has none begins with what else is theirs: the cohorts, or the workshop.
    """
    rows = Assessment.objects.visible_to(request.actor).current().select_related("venture")
    begun = Venture.objects.visible_to(Actor(grant_ids=request.actor.grant_ids))
    assessments = [
        (one.venture.name, one.revision, one.status, reverse("overview", args=[one.pk]))
        for one in rows.order_by("venture__name")
    ]
    names = list(begun.order_by("name").values_list("name", flat=True))
    member = Accelerator.objects.belonging_to(request.actor).exists()
    if not assessments and not names and (member or request.user.is_staff):
        return redirect("cohorts" if member else "admin:index")
    context = {"here": "", "begun": names, "member": member, "assessments": assessments}
    return render(request, "assessment/home.html", context)


@require_POST
def attach(request: ActorRequest) -> HttpResponse:
    """Keep in the account what this browser began without one."""
    if request.actor.user_id is not None:
        attach_to_account(
            user_id=request.actor.user_id, grant_ids=request.actor.grant_ids, at=timezone.now()
        )
        kept = _("It is in your account now. You come back by e-mail code, from any browser.")
        messages.success(request, kept)
    response = redirect("home")
    forget_grants(response)
    return response


@login_not_required
@require_safe
def overview(request: ActorRequest, assessment: uuid.UUID, strip: Strip) -> HttpResponse:
    """The five categories as a task list.

    strip: how a later stage tells the result so far (urls.py says which).
    """
    found = sheet_to_read(request, assessment)
    if found.apart is not None:  # a sheet answered apart has its task list there
        return redirect("apart", assessment=found.apart.assessment_id)
    sent = Submission.objects.visible_to(request.actor).filter(assessment=found)
    columns = ("receipt", "revision", "sent_at", "report__id")
    told = list(sent.order_by("-revision").values(*columns))
    last = told[0] if told else None
    desk = open_desk(found)
    page = composition.overview(
        desk,
        receipt=last["receipt"] if last else None,
        resume_link=link_to_show(request, found),
    )
    response = founder_page(
        request,
        "overview",
        found,
        page=page,
        strip=strip(desk.edition, desk.sheet) if page.answered and not page.submitted else (),
        looked_after=looked_after(found.venture_id, request.actor),
        carried=carried_over(desk),
        came=found.carried_from_id is not None and found.left_for_id is None,
        last=last,
        words_to_read=found.words_to_read,
        cohorts=present(found),
        earlier=told[1:],
        report_id=last["report__id"] if last else None,
    )
    if page.resume_link:
        response.delete_cookie(LINK_COOKIE, samesite="Strict")
    return response


def link_to_show(request: ActorRequest, assessment: Assessment) -> str | None:
    """The venture's private link, on the first page after it was made."""
    token = take_once(request, LINK_COOKIE, assessment.venture_id)
    return request.build_absolute_uri(reverse("resume", args=[token])) if token else None


def shown_once(
    request: ActorRequest, name: str, of: uuid.UUID, page: Callable[[str], HttpResponse]
) -> HttpResponse:
    """The page with the token that was handed over for this venture or accelerator, empty where
    there is none; the next time it is gone."""
    token = take_once(request, name, of)
    response = page(token)
    if token:
        response.delete_cookie(name, samesite="Strict")
    return response


def take_once(request: ActorRequest, name: str, venture: uuid.UUID) -> str:
    """The token that was handed over for this venture; empty where there is none."""
    try:
        meant, token = signing.loads(
            request.COOKIES.get(name, ""), salt=name, max_age=LINK_SHOWN_FOR
        )
    except (signing.BadSignature, ValueError):
        return ""
    return str(token) if meant == str(venture) else ""
