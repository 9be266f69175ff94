"""A cohort's settings: making one, changing it, closing it and opening it again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.cohort.inviting.actions import (
    InvitingRefused,
    change_cohort,
    close_cohort,
    make_cohort,
    open_cohort_again,
)
from questionnaire.cohort.inviting.forms import CohortForm
from questionnaire.cohort.inviting.views.finding import HERE, managed, manager_page
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.people.models import Accelerator


@require_http_methods(["GET", "HEAD", "POST"])
def new_cohort(request: ActorRequest, accelerator: uuid.UUID) -> HttpResponse:
    """Begin a cohort."""
    found = get_object_or_404(Accelerator.objects.managed_by(request.actor), pk=accelerator)
    form = CohortForm(request.POST or None)
    if request.method == "POST":
        spend(request, "write", f"{found.pk}/{request.actor.user_id}")
        made = _made(request, found, form)
        if made is not None:
            messages.success(request, _("The cohort is there. Invite ventures into it now."))
            return redirect("cohort-invite", cohort=made.pk)
    context = {**HERE, "form": form, "accelerator": found.name, "accelerator_id": found.pk}
    return render(request, "cohort/new_cohort.html", context)


def _made(request: ActorRequest, accelerator: Accelerator, form: CohortForm) -> Cohort | None:
    if not form.is_valid():
        return None
    try:
        return make_cohort(
            accelerator=accelerator, settings=form.settings, by=request.actor, at=timezone.now()
        )
    except Accelerator.DoesNotExist:  # no manager any more
        raise Http404 from None
    except InvitingRefused as refused:
        form.add_error("edition", str(refused))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_settings(request: ActorRequest, cohort: uuid.UUID) -> HttpResponse:
    """What a cohort is and asks for."""
    found = managed(request, cohort)
    fixed = found.enrolments.exists()
    form = CohortForm(request.POST or None, cohort=found, fixed=fixed)
    if request.method == "POST" and _changed(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("cohort-settings", cohort=found.pk)
    return manager_page(request, "settings", found, form=form, closed_at=found.closed_at)


def _changed(request: ActorRequest, found: Cohort, form: CohortForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_cohort(cohort=found, settings=form.settings, by=request.actor)
    except Cohort.DoesNotExist:  # no manager any more
        raise Http404 from None
    except InvitingRefused as refused:
        form.add_error("edition", str(refused))
        return False
    return True


@require_POST
def close(request: ActorRequest, cohort: uuid.UUID) -> HttpResponse:
    """Close a cohort, or open it again."""
    found = managed(request, cohort)
    again = request.POST.get("do") == "open"
    try:
        if again:
            open_cohort_again(cohort=found, by=request.actor)
        else:
            close_cohort(cohort=found, by=request.actor, at=timezone.now())
    except Cohort.DoesNotExist:  # no manager any more
        raise Http404 from None
    told = _("The cohort is open again.") if again else _("The cohort is closed.")
    messages.success(request, told)
    return redirect("cohort-settings", cohort=found.pk)
