"""What a founder's view begins with: the assessment that may be read or changed; and its page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.moving.page import notice
from questionnaire.bank.queries import OpenEdition
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import AssessmentStatus

Strip = Callable[[OpenEdition, Sheet], Sequence[object]]
"""How a later stage tells the result so far; urls.py says which."""


def visible(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment if this actor may read it, else the same 404 as for none."""
    rows = Assessment.objects.visible_to(request.actor).with_newest_edition()
    rows = rows.with_right_of(request.actor).with_words_to_read()
    return get_object_or_404(rows.select_related("venture"), pk=assessment)


def writable(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment if this actor may change it; 403 for those who may only read it, and 429 for
    who changes too much in a while."""
    rows = Assessment.objects.writable_by(request.actor).with_newest_edition()
    found = rows.select_related("venture").filter(pk=assessment).first()
    if found is None:
        visible(request, assessment)
        raise PermissionDenied
    if request.method == "POST":
        count_write(request, found.venture_id)
    return found


def count_write(request: ActorRequest, venture: uuid.UUID) -> None:
    """Count a change by whoever may make it, so that nobody else uses their turns up: each member
    for themselves, and all who came by a link together."""
    spend(request, "write", f"{venture}/{request.actor.user_id or 'link'}")


def sheet_to_read(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The same, or the sheet that this actor answers apart. Only what is for answering asks so:
    for every other page such a sheet does not exist."""
    try:
        return visible(request, assessment)
    except Http404:
        own = own_sheet(request, assessment)
        if own is None:
            raise
        return own


def sheet_alone(
    request: ActorRequest, assessment: uuid.UUID, *, with_right: bool = False
) -> Assessment:
    """The same by the same rule, without what only a page's frame tells: for what is asked for
    after every save. with_right: with ``may_write``."""
    rows = Assessment.objects.visible_to(request.actor)
    if with_right:
        rows = rows.with_right_of(request.actor)
    shared = list(rows.filter(pk=assessment).order_by())  # an order of one costs to be written
    found = shared[0] if shared else own_sheet(request, assessment)
    if found is None:
        raise Http404
    return found


def sheet_to_write(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment, or this actor's own sheet apart, to be changed; 403 where it may be read."""
    try:
        return writable(request, assessment)
    except Http404:
        own = own_sheet(request, assessment)
        if own is None:
            raise
        if not own.may_write:
            raise PermissionDenied from None
        if request.method == "POST":
            count_write(request, own.venture_id)
        return own


def own_sheet(request: ActorRequest, assessment: uuid.UUID) -> Assessment | None:
    """The sheet with this id, if this very actor answers it apart."""
    own = Assessment.apart_sheets.own_of(request.actor).select_related("venture", "apart")
    found: Assessment | None = own.filter(pk=assessment).first()
    return found


def shared_id(found: Assessment) -> uuid.UUID | None:
    """What a sheet is answered apart from; None for what the venture answers together."""
    return found.apart.assessment_id if found.apart is not None else None


def founder_page(
    request: ActorRequest,
    template: str,
    assessment: Assessment,
    *,
    status: int = 200,
    **values: object,
) -> HttpResponse:
    """A page of one assessment, with what the masthead needs and what may stand over it.

    template: by its path, or by its name alone in ``templates/assessment/``.
    """
    context = {
        "here": "questions",
        "assessment_id": assessment.pk,
        "notice": notice(assessment),
        "shared_id": shared_id(assessment),
        "reader": not assessment.may_write,
        **values,
    }
    path = template if "/" in template else f"assessment/{template}"
    return render(request, f"{path}.html", context, status=status)


def is_open(assessment: Assessment) -> bool:
    """Whether a page offers its reader to change the answers. What an open page of answers that
    were left meanwhile still sends is saved, and offered to be carried over."""
    stands_open = assessment.status == AssessmentStatus.OPEN and assessment.left_for_id is None
    return stands_open and assessment.may_write
