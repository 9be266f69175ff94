"""The founder's pages: find what is visible, read a form, do one thing, show a page."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionnaire.assessment import composition
from questionnaire.assessment.actions import (
    Conflict,
    MutationReused,
    NotOpen,
    start_assessment,
)
from questionnaire.assessment.actions import (
    reopen as reopen_assessment,
)
from questionnaire.assessment.actions import (
    save_answer as save,
)
from questionnaire.assessment.forms import (
    Refused,
    StartForm,
    edit_of_card,
    read_edit,
    read_head,
)
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.assessment.saving import conflict_reply, save_form
from questionnaire.bank.queries import current_edition, edition_by_id
from questionnaire.people.actions import (
    RESUME_LASTS,
    attach_to_account,
    issue_grant,
    redeem_resume,
)
from questionnaire.people.actor import (
    Actor,
    ActorRequest,
    forget_grants,
    read_grants,
    remember_grants,
)
from questionnaire.people.models import Accelerator, Venture
from questionnaire.vocabulary import AssessmentStatus, GrantPurpose

LINK_COOKIE = "fmassess-link"
LINK_SHOWN_FOR = 600


def visible(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment if this actor may read it, else the same 404 as for none."""
    rows = Assessment.objects.visible_to(request.actor).select_related("venture")
    return get_object_or_404(rows, pk=assessment)


def writable(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment if this actor may change it; 403 for those who may only read it."""
    rows = Assessment.objects.writable_by(request.actor).select_related("venture")
    found = rows.filter(pk=assessment).first()
    if found is None:
        visible(request, assessment)
        raise PermissionDenied
    return found


def founder_page(
    request: ActorRequest, template: str, assessment: Assessment, **values: object
) -> HttpResponse:
    """A page of one assessment, with what the masthead needs."""
    context = {"here": "questions", "assessment_id": assessment.pk, **values}
    return render(request, f"assessment/{template}.html", context)


# ---------------------------------------------------------------- coming in


@login_not_required
@require_safe
def landing(request: ActorRequest) -> HttpResponse:
    """What one gets, how long it takes, and where to begin."""
    edition = current_edition()
    wording = edition.wording(get_language() or "en") if edition else None
    samples = composition.samples(edition, wording) if edition and wording else ()
    going_on = Assessment.objects.visible_to(request.actor).select_related("venture")
    resume = [] if request.actor.is_nobody else going_on.order_by("-created_at")[:5]
    return render(
        request,
        "assessment/landing.html",
        {
            "here": "",
            "categories": samples,
            "minutes": sum(one.minutes for one in samples),
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
    form = StartForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "assessment/start.html", {"here": "", "form": form})
    assessment, issued = start_assessment(
        venture_name=form.cleaned_data["name"],
        stage=form.cleaned_data["stage"],
        edition_id=edition.id,
        by=request.actor.user_id,
        at=timezone.now(),
    )
    response = redirect("overview", assessment=assessment.pk)
    if issued is not None:
        remember_grants(response, [issued.grant.pk, *read_grants(request)])
        show_link_once(response, issued.token)
    return response


def show_link_once(response: HttpResponse, token: str) -> None:
    """Hand the link's token to the next page only: it never stands in an address or a session."""
    response.set_cookie(
        LINK_COOKIE,
        signing.dumps(token, salt=LINK_COOKIE),
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
        page = render(request, "assessment/resume.html", {"here": ""})
        # Only the site's name goes on as referrer, never the token. "no-referrer" would also take
        # the Origin from the button's request, which the forgery check needs.
        page["Referrer-Policy"] = "strict-origin"
        page["X-Robots-Tag"] = "noindex"
        return page
    grant = redeem_resume(token=token, at=timezone.now())
    if grant is None:
        return render(request, "assessment/resume.html", {"here": "", "ended": True}, status=404)
    holder = Actor(grant_ids=frozenset([grant.pk]))
    assessment = Assessment.objects.visible_to(holder).latest("created_at")
    response = redirect("overview", assessment=assessment.pk)
    remember_grants(response, [grant.pk, *read_grants(request)])
    return response


@login_not_required
@require_POST
def forget(request: ActorRequest) -> HttpResponse:
    """This browser gives its keys back."""
    response = redirect("landing")
    forget_grants(response)
    return response


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Where signed-in people begin: their ventures, and what they began before they signed in."""
    rows = Assessment.objects.visible_to(request.actor).select_related("venture")
    begun = Venture.objects.visible_to(Actor(grant_ids=request.actor.grant_ids))
    return render(
        request,
        "assessment/home.html",
        {
            "here": "",
            "begun": list(begun.order_by("name").values_list("name", flat=True)),
            "member": Accelerator.objects.visible_to(request.actor).exists(),
            "assessments": [
                (one.venture.name, one.revision, one.status, reverse("overview", args=[one.pk]))
                for one in rows.order_by("venture__name")
            ],
        },
    )


@require_POST
def attach(request: ActorRequest) -> HttpResponse:
    """Keep in the account what this browser began without one."""
    if request.actor.user_id is not None:
        attach_to_account(
            user_id=request.actor.user_id, grant_ids=request.actor.grant_ids, at=timezone.now()
        )
    response = redirect("home")
    forget_grants(response)
    return response


# ---------------------------------------------------------------- answering


@login_not_required
@require_safe
def overview(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The five categories as a task list."""
    found = visible(request, assessment)
    sent = Submission.objects.visible_to(request.actor).filter(assessment=found)
    last = sent.order_by("-revision").values("receipt", "report__id").first()
    page = composition.overview(
        composition.open_desk(found),
        receipt=last["receipt"] if last else None,
        resume_link=link_to_show(request),
    )
    response = founder_page(
        request, "overview", found, page=page, report_id=last["report__id"] if last else None
    )
    response.delete_cookie(LINK_COOKIE, samesite="Strict")
    return response


def link_to_show(request: ActorRequest) -> str | None:
    """The private link, on the first page after it was made."""
    try:
        token = signing.loads(
            request.COOKIES.get(LINK_COOKIE, ""), salt=LINK_COOKIE, max_age=LINK_SHOWN_FOR
        )
    except signing.BadSignature:
        return None
    return request.build_absolute_uri(reverse("resume", args=[token]))


@login_not_required
@require_POST
def new_link(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Make another private link, shown once; the earlier ones go on working."""
    found = writable(request, assessment)
    issued = issue_grant(
        venture=found.venture, purpose=GrantPurpose.RESUME, at=timezone.now(), lasts=RESUME_LASTS
    )
    response = redirect("overview", assessment=found.pk)
    show_link_once(response, issued.token)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: ActorRequest, assessment: uuid.UUID, category: str) -> HttpResponse:
    """One category's questions; without script, the whole form is saved by its button."""
    found = visible(request, assessment)
    desk = composition.open_desk(found)
    if category not in desk.way.categories:
        raise Http404
    if request.method != "POST":
        page = composition.category_page(desk, category)
        return founder_page(request, "category", found, page=page, open=is_open(found))
    return save_category(request, desk, category)


def save_category(request: ActorRequest, desk: composition.Desk, category: str) -> HttpResponse:
    """Save the form of a whole category, then go on, or back to what needs a second look."""
    found = writable(request, desk.assessment.pk)
    problems, typed = save_form(
        desk, category, request.POST, by=request.actor.user_id, at=timezone.now()
    )
    desk = composition.open_desk(desk.assessment)
    shown = set(request.POST.getlist("shown"))
    here = {
        slot.key for slot in composition.slots(desk, desk.wording.category(category)) if slot.card
    }
    if problems:
        page = composition.category_page(desk, category, problems=problems, typed=typed)
        response = founder_page(request, "category", found, page=page, open=is_open(found))
        response.status_code = 422
        return response
    if here - shown or request.POST.get("go") == "stay":
        first = next(iter(sorted(here - shown, key=desk.way.asked.index)), "")
        return redirect(
            reverse("category", args=[found.pk, category]) + (f"#slot-{first}" if first else "")
        )
    following = desk.way.next_category(after=category)
    if following and following != category:
        return redirect("category", assessment=found.pk, category=following)
    return redirect("check-answers" if not following else "overview", assessment=found.pk)


def is_open(assessment: Assessment) -> bool:
    """Whether answers may be changed now."""
    return assessment.status == AssessmentStatus.OPEN


@login_not_required
@require_POST
def save_answer(request: ActorRequest, assessment: uuid.UUID, question: str) -> JsonResponse:
    """Save one card; the reply echoes the edit's id, and nothing else means saved."""
    rows = Assessment.objects.writable_by(request.actor).only("edition_id", "status")
    found = rows.filter(pk=assessment).first()
    if found is None:
        return no_key(request, assessment)
    wording = edition_by_id(found.edition_id).wording(get_language() or "en")
    mutation = request.POST.get("mutation", "")[:40]
    try:
        if not is_open(found):
            raise Refused(_("These answers were sent. Reopen them first."))
        if question not in wording.questions:
            raise Refused(_("There is no such question in this edition. Reload the page."))
        head = read_head(request.POST)
        read = read_edit(wording.question(question), edit_of_card(request.POST), wording.language)
        result = save(
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
    except MutationReused:
        problem = _("Reload the page; this save does not say what it changes.")
        return JsonResponse({"mutation": mutation, "problem": problem}, status=422)
    if isinstance(result, Conflict):
        return conflict_reply(wording, question, mutation, result)
    return JsonResponse(
        {
            "mutation": mutation,
            "version": result.version,
            "saved": time_format(timezone.localtime(result.at), "H:i"),
            "problem": read.problem,
        }
    )


def no_key(request: ActorRequest, assessment: uuid.UUID) -> JsonResponse:
    """401 for a browser without any key, 403 for a reader, else the 404 of what does not exist."""
    if request.actor.is_nobody:
        status = 401
    else:
        may_read = Assessment.objects.visible_to(request.actor).filter(pk=assessment).exists()
        status = 403 if may_read else 404
    return JsonResponse({"problem": _("This browser has no key to these answers.")}, status=status)


@login_not_required
@require_safe
def follow_ups(request: ActorRequest, assessment: uuid.UUID, category: str) -> HttpResponse:
    """What changed in which questions are asked, as places to swap; the page itself when opened."""
    if not request.htmx:
        return redirect("category", assessment=assessment, category=category)
    found = visible(request, assessment)
    desk = composition.open_desk(found)
    if category not in desk.way.categories:
        raise Http404
    shown = set(request.GET.getlist("shown"))
    return founder_page(
        request,
        "follow_ups",
        found,
        slots=composition.changed_slots(desk, desk.wording.category(category), shown),
        page=composition.category_page(desk, category),
        open=is_open(found),
    )


# ---------------------------------------------------------------- sending


@login_not_required
@require_safe
def check_answers(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Every answer before sending, each with its way back."""
    found = visible(request, assessment)
    page = composition.check_page(composition.open_desk(found))
    return founder_page(request, "check_answers", found, page=page, open=is_open(found))


@login_not_required
@require_safe
def receipt(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """What was sent, and when."""
    found = visible(request, assessment)
    sent = Submission.objects.visible_to(request.actor).filter(assessment=found)
    last = sent.select_related("report").order_by("-revision").first()
    if last is None:
        raise Http404
    page = composition.receipt_page(composition.open_desk(found), last)
    return founder_page(request, "receipt", found, page=page, report_id=last.report.pk)


@login_not_required
@require_POST
def reopen(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Open sent answers again, as the next revision; what was sent stays as it is."""
    found = writable(request, assessment)
    with suppress(NotOpen):  # pressed twice, or somebody was quicker: it is open, as asked
        reopen_assessment(assessment=found)
    return redirect("overview", assessment=found.pk)
