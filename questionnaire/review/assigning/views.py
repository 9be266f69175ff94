"""The manager's page of who reviews what, and the rule that spreads reviewers over ventures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import Row
from questionnaire.cohort.looking import look
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.standing.columns import row_from
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import READ, standings
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import may, spend
from questionnaire.report.page import tongue_of
from questionnaire.review.actions import Closed, Overtaken
from questionnaire.review.assigning.actions import Barred, assign
from questionnaire.review.assigning.forms import RuleForm
from questionnaire.review.assigning.page import Planned, planned, seated, seats_in
from questionnaire.review.queries import newest_rubric, only_reviewers_of, reviewers_of

HERE = {"here": "cohorts", "member": True}
ON_A_PAGE = 100
HEARD = gettext_lazy("Asked for. Whoever had ten mails about this today gets no more of them; what "
                     "is asked stands in their queue.")  # fmt: skip


def heard_enough(request: ActorRequest, cohort: Cohort, users: Iterable[int]) -> set[int]:
    """Those of these who had enough mail of this accelerator for a day; it is counted for the
    others."""
    return {user for user in users if not may(request, "asked", f"{cohort.accelerator_id}/{user}")}


@require_http_methods(["GET", "HEAD", "POST"])
def review_assign(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """Who reviews what; POST shows what a rule would do, and applies exactly what was shown."""
    rows = Cohort.objects.managed_by(request.actor).select_related("accelerator")
    desk = _Desk(request, get_object_or_404(rows, pk=cohort))
    look(request, cohort=desk.cohort)
    if request.method != "POST":
        return desk.page(desk.form())
    spend(request, "review", request.actor.user_id)
    form = desk.form(request.POST)
    if not form.is_valid():
        return desk.page(form, status=422)
    plan = planned(desk.cohort, desk.rows, desk.everybody, form.cleaned_data, form.asked)
    if request.POST.get("do") != "apply":
        return desk.page(form, plan=plan)
    if plan.mark != request.POST.get("mark"):
        return desk.page(form, plan=plan, changed=True, status=409)
    quiet = heard_enough(request, desk.cohort, {user for _venture, user in plan.pairs})
    try:
        number = assign(
            cohort=desk.cohort, pairs=plan.pairs, by=request.actor, at=timezone.now(), quiet=quiet
        )
    except (Overtaken, Barred, Closed):  # between the look and the lock
        again = planned(desk.cohort, desk.rows, desk.everybody, form.cleaned_data, form.asked)
        return desk.page(form, plan=again, changed=True, status=409)
    words = ngettext(
        "%(number)s review was asked for; its reviewer is told by mail.",
        "%(number)s reviews were asked for; the reviewers are told by mail.",
        number,
    )
    messages.success(request, words % {"number": number})
    if quiet:
        messages.info(request, HEARD)
    return redirect("review-assign", cohort=desk.cohort.pk)


class _Desk:
    """A cohort opened for assigning."""

    def __init__(self, request: ActorRequest, cohort: Cohort) -> None:
        self.request, self.cohort = request, cohort
        self.tongue = tongue_of(edition_by_id(cohort.edition_id))
        self.places = places(cohort.edition_id)
        self.ventures = standings(cohort, None).order_by("name_key", "enrolment_id").values(*READ)
        self.everybody = reviewers_of(cohort)

    @cached_property
    def rows(self) -> list[Row]:
        """Every venture: a rule looks at them all, the page only at its own."""
        return [row_from(one, self.places) for one in self.ventures]

    def form(self, *given: Any) -> RuleForm:
        return RuleForm(
            *given,
            ticked=only_reviewers_of(self.cohort),
            reviewers=[(one.pk, str(one)) for one in self.everybody],
            paths=[(path.key, path.name) for path in self.tongue.texts.paths],
        )

    def page(
        self,
        form: RuleForm,
        *,
        plan: Planned | None = None,
        changed: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        shown = Paginator(self.ventures, ON_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [row_from(one, self.places) for one in shown]
        seats = seats_in(self.request.actor, [row.id for row in rows])
        context = {
            "cohort": self.cohort,
            "form": form,
            "plan": plan,
            "changed": changed,
            "shown": shown,
            "ventures": seated(rows, seats),
            "rubric": newest_rubric(self.cohort.pk),
        }
        return render(self.request, "review/assign.html", HERE | context, status=status)
