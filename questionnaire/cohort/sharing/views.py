"""The founder's page of one cohort: what is shared with it, changing that, leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.assessment.joined import category_names
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import founder_page, visible
from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import Row
from questionnaire.cohort.asking import asked, asked_disclosure
from questionnaire.cohort.disclosed import disclosed_report
from questionnaire.cohort.disclosure import NOTHING, Disclosure, read_disclosure
from questionnaire.cohort.intake import newest_report, row_if
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.page import column_names, lacks_words, table_row
from questionnaire.cohort.sharing.actions import HasLeft, held, leave, share
from questionnaire.cohort.sharing.finding import enrolment_of, must_own
from questionnaire.cohort.sharing.forms import LeaveForm, ShareForm
from questionnaire.cohort.sharing.page import sharing_page
from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of

Reviewed = Callable[[Actor, Assessment, Enrolment], object]
"""How a later stage tells founders of reviews; urls.py says which."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(
    request: ActorRequest, assessment: UUID, enrolment: UUID, reviewed: Reviewed | None = None
) -> HttpResponse:
    """What one cohort's accelerator may see; POST shares what is ticked and nothing else."""
    found = visible(request, assessment)
    joined = enrolment_of(request, found, enrolment)
    told = reviewed(request.actor, found, joined) if reviewed is not None else None
    if request.method != "POST":
        return _page(request, found, joined, reviewed=told)
    must_own(request, joined)
    form = ShareForm(request.POST, choices=_choices(found, joined), required=joined.cohort.required)
    if not form.is_valid():
        return _page(request, found, joined, sharing_form=form, reviewed=told)
    try:
        with held(joined) as at:
            share(enrolment=joined, shared=form.disclosure, by=request.actor, at=at)
    except Enrolment.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except HasLeft:  # meanwhile, from another tab: the page says so
        return redirect("sharing", assessment=found.pk, enrolment=joined.pk)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("sharing", assessment=found.pk, enrolment=joined.pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sharing_preview(
    request: ActorRequest, assessment: UUID, enrolment: UUID, reviewed: Reviewed | None = None
) -> HttpResponse:
    """What the accelerator sees now; POST: what it would see with what is ticked. Stores nothing.

    By the very function and template of the accelerator's own page.
    """
    found = visible(request, assessment)
    joined = enrolment_of(request, found, enrolment)
    if request.method != "POST":
        return _preview(request, found, joined, _shared(joined))
    must_own(request, joined)
    form = ShareForm(request.POST, choices=_choices(found, joined))
    if not form.is_valid():
        told = reviewed(request.actor, found, joined) if reviewed is not None else None
        return _page(request, found, joined, sharing_form=form, reviewed=told)
    return _preview(request, found, joined, form.disclosure, form)


def _preview(
    request: ActorRequest,
    found: Assessment,
    joined: Enrolment,
    shared: Disclosure,
    form: ShareForm | None = None,
) -> HttpResponse:
    tongue = tongue_of(edition_by_id(joined.cohort.edition_id))
    keys = [category.key for category in tongue.texts.categories]
    row = row_if(joined, shared, keys)
    report = newest_report(joined.report_id) if joined.report_id and shared else None
    context = {
        "preview": form,
        "enrolment_id": joined.pk,
        "cohort": joined.cohort.name,
        "accelerator": joined.cohort.accelerator.name,
        "columns": column_names(tongue),
        "row": table_row(tongue, row, required=joined.cohort.required),
        **_told_missing(tongue, row, joined.cohort.required),
        "heads": [category.name for category in tongue.texts.categories],
        "reported": report is not None,
        "sent": joined.report_id is not None,
        "left": joined.revoked_at is not None,
        **(disclosed_report(report, found.venture, shared) if report is not None else {}),
    }
    return founder_page(request, "cohort/preview", found, **context)


@login_not_required
@require_POST
def leave_cohort(request: ActorRequest, assessment: UUID, enrolment: UUID) -> HttpResponse:
    """Leave a cohort, once it was ticked."""
    found = visible(request, assessment)
    joined = enrolment_of(request, found, enrolment)
    must_own(request, joined)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, joined, leaving=form)
    try:
        with held(joined) as at:
            leave(enrolment=joined, by=request.actor, at=at)
    except Enrolment.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except HasLeft:  # pressed twice: it is left, as asked
        return redirect("sharing", assessment=found.pk, enrolment=joined.pk)
    messages.success(request, _("You left the cohort. Its accelerator sees nothing of you now."))
    return redirect("venture", assessment=found.pk)


def _missing(joined: Enrolment) -> dict[str, Any]:
    """What is required and not there, as the cohort's page says it now."""
    required = joined.cohort.required
    if not required or joined.revoked_at is not None:
        return {}
    tongue = tongue_of(edition_by_id(joined.cohort.edition_id))
    keys = [category.key for category in tongue.texts.categories]
    return _told_missing(tongue, row_if(joined, _shared(joined), keys), required)


def _told_missing(tongue: Tongue, row: Row, required: Sequence[str]) -> dict[str, Any]:
    missing = [row.categories[key].missing for key in row.lacks(required)]
    return {
        "required_missing": lacks_words(tongue, row, required),
        "required_early": any(why != "not-shared" for why in missing),
    }


def _shared(joined: Enrolment) -> Disclosure:
    return read_disclosure(vars(joined)) if joined.consented_at else NOTHING


def _choices(found: Assessment, joined: Enrolment) -> list[tuple[str, str]]:
    return [
        (key, str(name)) for key, name in category_names(found, joined.cohort.edition_id).items()
    ]


def _page(
    request: ActorRequest,
    found: Assessment,
    joined: Enrolment,
    *,
    sharing_form: ShareForm | None = None,
    leaving: LeaveForm | None = None,
    reviewed: object = None,
) -> HttpResponse:
    names = category_names(found, joined.cohort.edition_id)
    return founder_page(
        request,
        "cohort/sharing",
        found,
        asks=asked(joined.cohort, names),
        asked_form=ShareForm(
            choices=_choices(found, joined), shared=asked_disclosure(joined.cohort)
        ),
        page=sharing_page(found, joined, request.actor),
        **_missing(joined),
        may_change=Enrolment.objects.writable_by(request.actor).filter(pk=joined.pk).exists(),
        form=sharing_form or ShareForm(choices=_choices(found, joined), shared=_shared(joined)),
        leaving=leaving or LeaveForm(),
        reviewed=reviewed,
        problems=sharing_form or leaving,
    )
