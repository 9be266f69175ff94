"""One venture's reviews on a page: who reviews it, its state, and what each reviewer wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.entry import read_id, sent_number
from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.review.actions import (
    Abstained,
    Closed,
    OnesOwn,
    Overtaken,
    TooOften,
    record_readings,
)
from questionnaire.review.assigning.actions import Barred, assign, reassign, unassign
from questionnaire.review.assigning.page import seat_of
from questionnaire.review.assigning.views import HEARD, heard_enough
from questionnaire.review.handling.actions import (
    close,
    hand_back,
    open_again,
    release,
    request_changes,
)
from questionnaire.review.handling.forms import ChangesForm
from questionnaire.review.handling.page import questions_of, told_reviews, told_steps
from questionnaire.review.models import Review, choice_word
from questionnaire.review.queries import (
    conflicts_in,
    last_step,
    outcomes_of,
    read_in,
    reviewers_of,
    sent_at_of,
)
from questionnaire.review.shown import called, keeps_names
from questionnaire.vocabulary import ReviewState

HERE = {"here": "cohorts", "member": True}
PROBLEMS = {
    "overtaken": gettext_lazy("Somebody did something here meanwhile. Nothing was changed."),
    "closed": gettext_lazy("The reviewing of this venture is closed. Open it again first."),
    "barred": gettext_lazy("Nobody is asked about a venture that they belong to, about which they "
                           "declared a conflict of interest, or whose reviews they have read."),
    "own": gettext_lazy("Your own review is neither handed back, given on nor taken off by you. "
                        "Abstain in it, or ask somebody else who manages the cohort."),
    "abstained": gettext_lazy("Whoever abstained has done so for good."),
    "often": gettext_lazy("The founders of this venture were asked for changes ten times within a "
                          "day. Nothing was sent; ask again tomorrow."),
}  # fmt: skip
WHYS: Mapping[type[Exception], str] = {
    Overtaken: "overtaken", Closed: "closed", Barred: "barred", OnesOwn: "own",
    Abstained: "abstained",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def review_venture(request: ActorRequest, cohort: UUID, enrolment: UUID) -> HttpResponse:
    """For whoever manages the cohort, and for reviewers of the venture once their own is in."""
    parent = get_object_or_404(
        Cohort.objects.reviewed_by(request.actor).select_related("accelerator"), pk=cohort
    )
    rows = parent.enrolments.present().of_others(request.actor)
    rows = rows.select_related("venture", "alias", "cohort__accelerator")
    found = get_object_or_404(rows, pk=enrolment)
    manages = Cohort.objects.managed_by(request.actor).filter(pk=parent.pk).exists()
    own = Review.objects.own_of(request.actor).filter(enrolment=found)
    if not manages and not own.filter(submitted_at__isnull=False, conflict=False).exists():
        raise Http404
    desk = _Desk(request, parent, found, manages)
    if request.method != "POST":
        return desk.page()
    if not manages:
        raise PermissionDenied
    spend(request, "review", request.actor.user_id)
    return _done(desk)


def _done(desk: _Desk) -> HttpResponse:
    """What a manager asked for, and the page again; a conflict changes nothing and is said."""
    doing = DOINGS.get(desk.request.POST.get("do", ""))
    if doing is None:
        raise Http404
    try:
        again = doing(desk, timezone.now())
    except tuple(WHYS) as why:
        return desk.page(problem=WHYS[type(why)], status=409)
    return again or redirect("review-venture", cohort=desk.cohort.pk, enrolment=desk.enrolment.pk)


class _Desk:
    """A venture opened for one reader."""

    def __init__(
        self, request: ActorRequest, cohort: Cohort, enrolment: Enrolment, manages: bool
    ) -> None:
        self.request, self.cohort, self.enrolment = request, cohort, enrolment
        self.manages = manages
        self.language = get_language() or "en"

    @property
    def base(self) -> int:
        return sent_number(self.request.POST.get("base", ""))

    def seat(self) -> Review:
        """The review that a button belongs to, of this venture."""
        pk = read_id(self.request.POST.get("review", ""))
        rows = Review.objects.seats_for(self.request.actor).filter(enrolment=self.enrolment)
        seat = get_object_or_404(rows, pk=pk)
        return Review(pk=seat["id"], enrolment=self.enrolment)

    def form(self, *given: Any) -> ChangesForm:
        return ChangesForm(*given, questions=questions_of(self.enrolment, self.language))

    def page(
        self, *, form: ChangesForm | None = None, problem: str = "", status: int = 200
    ) -> HttpResponse:
        actor, found = self.request.actor, self.enrolment
        wording = edition_by_id(self.cohort.edition_id).wording(self.language)
        step = last_step(found.pk)
        kept = keeps_names(self.cohort, actor)
        sent_at = sent_at_of(self.cohort.enrolments.filter(pk=found.pk)).get(found.pk)
        asked = step is not None and step.state == ReviewState.CHANGES_REQUESTED
        reviews = told_reviews(actor, found, wording, sent_at, kept=kept)
        if not all(one.own for one in reviews):
            record_readings(enrolments=[found.pk], by=actor)
        asked_at = step.at if step is not None and asked else None
        context = {
            "cohort": self.cohort,
            "enrolment": found,
            "name": called(found, kept=kept),
            "kept": kept,
            "manages": self.manages,
            "reviews": reviews,
            "steps": told_steps(found, wording, kept=kept),
            "base": step.pk if step is not None else 0,
            "outcomes": [(choice_word(one.choice), one) for one in outcomes_of(found.pk)],
            "problem": PROBLEMS.get(problem, ""),
            "sent_again": sent_at if asked_at and sent_at and sent_at > asked_at else None,
            **self.seats(),
        }
        if self.manages:
            context["form"] = form or self.form()
        return render(self.request, "review/venture.html", HERE | context, status=status)

    def seats(self) -> Mapping[str, Any]:
        """Who reviews it and who else could; for managers."""
        if not self.manages:
            return {}
        rows = list(Review.objects.seats_for(self.request.actor).filter(enrolment=self.enrolment))
        here = self.cohort.enrolments.filter(pk=self.enrolment.pk)
        read = {user for _venture, user in read_in(here)}
        said = {user for _venture, user in conflicts_in(here)}
        barred = read | said | {one["reviewer_id"] for one in rows}
        everybody = reviewers_of(self.cohort)
        mine = [one for one in rows if one["reviewer_id"] == self.request.actor.user_id]
        return {
            "seats": [seat_of(one) for one in rows],
            "others": [one for one in everybody if one.pk not in barred],
            "readers": [one for one in everybody if one.pk in read],
            "hidden": any(one["submitted_at"] is None or one["conflict"] for one in mine),
            "releasable": any(
                one["submitted_at"] and not one["released_at"] and not one["conflict"]
                for one in rows
            ),
        }


# ---------------------------------------------------------------- what can be done


def _changes(desk: _Desk, at: dt.datetime) -> HttpResponse | None:
    form = desk.form(desk.request.POST)
    if not form.is_valid():
        return desk.page(form=form, status=422)
    said = form.cleaned_data
    try:
        request_changes(
            enrolment=desk.enrolment, words=said["words"], question=said["question"],
            base=desk.base, by=desk.request.actor, at=at,
        )  # fmt: skip
    except TooOften:
        return desk.page(form=form, problem="often", status=429)
    messages.success(desk.request, _("The founders are asked, on their page and by mail."))
    return None


def _close(desk: _Desk, at: dt.datetime) -> None:
    close(enrolment=desk.enrolment, base=desk.base, by=desk.request.actor, at=at)
    messages.success(desk.request, _("The reviewing is closed."))


def _open(desk: _Desk, at: dt.datetime) -> None:
    open_again(enrolment=desk.enrolment, base=desk.base, by=desk.request.actor, at=at)
    messages.success(desk.request, _("The reviewing is open again."))


def _release(desk: _Desk, at: dt.datetime) -> None:
    if release(enrolment=desk.enrolment, by=desk.request.actor, at=at):
        messages.success(desk.request, _("Released: the founders read the shared comments now."))
    else:
        messages.info(desk.request, _("Everything that is in was released before."))


def _hand_back(desk: _Desk, at: dt.datetime) -> None:
    hand_back(review=desk.seat(), by=desk.request.actor, at=at)
    messages.success(desk.request, _("The review is a draft again, for its reviewer alone."))


def _add(desk: _Desk, at: dt.datetime) -> None:
    who = sent_number(desk.request.POST.get("reviewer", ""))
    quiet = heard_enough(desk.request, desk.cohort, [who])
    assign(
        cohort=desk.cohort, pairs=[(desk.enrolment.pk, who)], by=desk.request.actor, at=at,
        quiet=quiet,
    )  # fmt: skip
    told = HEARD if quiet else _("The review was asked for; the reviewer is told by mail.")
    messages.success(desk.request, told)


def _give(desk: _Desk, at: dt.datetime) -> None:
    who = sent_number(desk.request.POST.get("reviewer", ""))
    quiet = heard_enough(desk.request, desk.cohort, [who])
    reassign(review=desk.seat(), to=who, by=desk.request.actor, at=at, quiet=quiet)
    told = HEARD if quiet else _("Somebody else is asked now, and told by mail.")
    messages.success(desk.request, told)


def _remove(desk: _Desk, at: dt.datetime) -> None:
    unassign(review=desk.seat(), by=desk.request.actor, at=at)
    messages.success(desk.request, _("The reviewer is taken off this venture."))


DOINGS: Mapping[str, Callable[[_Desk, dt.datetime], HttpResponse | None]] = {
    "changes": _changes, "close": _close, "open": _open, "release": _release,
    "hand-back": _hand_back, "add": _add, "give": _give, "remove": _remove,
}  # fmt: skip
