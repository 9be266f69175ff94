"""A reviewer's pages: all cohorts, the queue of one, and one review beside the report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.assessment.entry import sent_number
from questionnaire.cohort.looking import look
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.review.actions import Closed, Overtaken
from questionnaire.review.models import Review
from questionnaire.review.queries import last_step, newest_rubric, rubrics_used
from questionnaire.review.reviewing.actions import AlreadyIn, RubricChanged, save_review
from questionnaire.review.reviewing.forms import ReviewForm
from questionnaire.review.reviewing.page import (
    commented,
    keys_of,
    own_cohorts,
    queue_of,
    stands,
    sum_of,
)
from questionnaire.review.shown import called, keeps_names, report_as
from questionnaire.review.sums import read_criteria
from questionnaire.vocabulary import ReviewState

HERE = {"here": "cohorts", "member": True}


@require_safe
def my_reviews(request: ActorRequest) -> HttpResponse:
    """The cohorts in which the reader was asked for reviews."""
    return render(request, "review/my_reviews.html", HERE | {"cohorts": own_cohorts(request.actor)})


@require_safe
def review_queue(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """What the reader was asked to review in one cohort."""
    rows = Cohort.objects.reviewed_by(request.actor).select_related("accelerator")
    found = get_object_or_404(rows, pk=cohort)
    kept = keeps_names(found, request.actor)
    context = {
        "cohort": found,
        "queue": queue_of(request.actor, found, kept=kept),
        "kept": kept,
        "manages": Cohort.objects.managed_by(request.actor).filter(pk=found.pk).exists(),
        "rubric": newest_rubric(found.pk),
    }
    return render(request, "review/queue.html", HERE | context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: ActorRequest, review: UUID) -> HttpResponse:
    """One review: the report as disclosed, and the rubric beside it; POST saves or submits."""
    rows = Review.objects.own_of(request.actor).select_related(
        "enrolment__cohort__accelerator", "enrolment__venture", "enrolment__alias"
    )
    found = get_object_or_404(rows, pk=review)
    desk = _Desk(request, found)
    if request.method != "POST":
        return desk.page(desk.form())
    spend(request, "review", request.actor.user_id)
    doing = request.POST.get("do", "save")
    form = desk.form(request.POST, submitting=doing == "submit")
    if found.submitted_at is None and desk.rubric_overtaken:
        return desk.refused(desk.form(request.POST), "rubric", 409)
    if not form.is_valid():
        return desk.refused(form, "", 422)
    try:
        version = save_review(
            review=found.pk, said=form.said(), base=sent_number(request.POST.get("base", "")),
            rubric=sent_number(request.POST.get("rubric", "")), submit=doing == "submit",
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Review.DoesNotExist:  # taken off, or the venture left, between the look and the lock
        raise Http404 from None
    except AlreadyIn:  # pressed twice, or from another tab: it is in
        return desk.went_on(doing)
    except (Overtaken, RubricChanged, Closed) as why:
        return desk.refused(form, _words_of(why), 409)
    if doing == "draft":
        return JsonResponse({"version": version})
    messages.success(
        request, _("Your review is in.") if doing == "submit" else _("Saved as a draft.")
    )
    return desk.went_on(doing)


def _words_of(why: Exception) -> str:
    """Which notice says it; nothing of what somebody else wrote stands there."""
    return {Overtaken: "overtaken", RubricChanged: "rubric", Closed: "closed"}[type(why)]


class _Desk:
    """A review opened for its reviewer."""

    def __init__(self, request: ActorRequest, found: Review) -> None:
        self.request, self.found = request, found
        self.cohort = found.enrolment.cohort
        self.kept = keeps_names(self.cohort, request.actor)
        self.name = called(found.enrolment, kept=self.kept)
        self.rubric = newest_rubric(self.cohort.pk)
        self.opened: dict[str, Any] = {}
        self.report = self._report()
        self.comments = commented(self.report)
        step = last_step(found.enrolment_id)
        self.closed = step is not None and step.state == ReviewState.CLOSED

    def _report(self) -> dict[str, Any] | None:
        """The report as disclosed; None where there is none to read, and for whoever declared a
        conflict."""
        if self.found.conflict and self.found.submitted_at is not None:
            return None
        rows = Enrolment.objects.consented().filter(cohort=self.cohort, pk=self.found.enrolment_id)
        shared = rows.with_newest_report().select_related("venture").first()
        if shared is None or shared.report_id is None:
            return None
        report, told = report_as(shared, self.name, kept=self.kept)
        self.opened = {"enrolment": shared, "report": report}
        return told

    @property
    def rubric_overtaken(self) -> bool:
        """Whether the page that was sent showed an earlier version; said before anything else."""
        return self.rubric is None or str(self.rubric.pk) != self.request.POST.get("rubric")

    def form(self, *given: Any, submitting: bool = False) -> ReviewForm:
        return ReviewForm(
            *given,
            review=self.found,
            criteria=read_criteria(self.rubric.criteria) if self.rubric else (),
            questions=keys_of(self.comments),
            submitting=submitting,
        )

    def page(self, form: ReviewForm, *, problem: str = "", status: int = 200) -> HttpResponse:
        """The page; that the report on it is read is recorded first."""
        if self.opened:
            look(self.request, cohort=self.cohort, **self.opened)
        queue = queue_of(self.request.actor, self.cohort, kept=self.kept)
        own = rubrics_used([self.found.rubric_id] if self.found.rubric_id else [])
        context = {
            "review": self.found,
            "cohort": self.cohort,
            "kept": self.kept,
            "name": self.name,
            "report": self.report,
            "comments": form.beside(self.comments),
            "form": form,
            "rubric": self.rubric,
            "closed": self.closed,
            "consents": self.found.enrolment.consented_at is not None,
            "problem": problem,
            "base": self.base(problem),
            "stands": stands(self.found, form.criteria) if problem == "overtaken" else (),
            "number": queue.number(self.found.pk),
            "size": queue.size,
            "next": queue.after(self.found.pk),
            "sum": sum_of(self.found, own) if self.found.submitted_at else None,
            **(self.report or {}),
        }
        return render(self.request, "review/review.html", HERE | context, status=status)

    def base(self, problem: str) -> int:
        """The version that the next save is made on: what the page was made from, and after a
        conflict what stands there now, which the page then shows."""
        if self.request.method == "POST" and problem != "overtaken":
            return sent_number(self.request.POST.get("base", ""))
        return int(self.found.version)

    def refused(self, form: ReviewForm, problem: str, status: int) -> HttpResponse:
        """The page again with what was typed; the script, which keeps it, reads why."""
        if self.request.POST.get("do") == "draft":
            return JsonResponse({"problem": problem or "form"}, status=status)
        self.found.refresh_from_db()
        return self.page(form, problem=problem, status=status)

    def went_on(self, doing: str) -> HttpResponse:
        """To what waits next, or back to this one."""
        if doing == "save":
            return redirect("review", review=self.found.pk)
        following = queue_of(self.request.actor, self.cohort, kept=self.kept).after(self.found.pk)
        if following is None:
            return redirect("review-queue", cohort=self.cohort.pk)
        return redirect("review", review=following)
