"""The manager's table of results, decisions applied together, and the table as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.cohort.looking import look
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import one_export_at_a_time, spend
from questionnaire.report.files.cells import safe_in_csv
from questionnaire.review.actions import Overtaken, TooOften, record_readings
from questionnaire.review.deciding.actions import AppliedAlready, decide
from questionnaire.review.deciding.forms import Marked, read_marked
from questionnaire.review.deciding.page import (
    Result,
    counted,
    groups_of,
    highest_first,
    mailed_in,
    others_read,
    results_of,
)
from questionnaire.review.models import choice_word, choices_of

HERE = {"here": "cohorts", "member": True}
ON_A_PAGE = 100
IN_A_BATCH = 500
COLUMNS = ("venture", "state", "asked", "in", "mean", "lowest", "highest", "confidence",
           "abstained", "disagree", "decision")  # fmt: skip


def _managed(request: ActorRequest, cohort: UUID) -> Cohort:
    """A cohort of the actor's to decide in; that its page is read is recorded."""
    rows = Cohort.objects.managed_by(request.actor).select_related("accelerator")
    found: Cohort = get_object_or_404(rows, pk=cohort)
    look(request, cohort=found)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def review_results(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """What the reviews come to; POST shows what decisions would tell, and applies them."""
    found = _managed(request, cohort)
    if request.method != "POST":
        return _page(request, found)
    spend(request, "review", request.actor.user_id)
    marked = read_marked(request.POST, choices_of(found))
    if not marked.choices:
        return _page(request, found, problem="none", status=422)
    results = results_of(request.actor, found, [one.enrolment for one in marked.choices])
    if any(one.hidden for one in results):
        return _page(request, found, problem="hidden", status=409)
    if request.POST.get("do") != "apply":
        return _preview(request, found, marked)
    return _apply(request, found, marked)


def _apply(request: ActorRequest, cohort: Cohort, marked: Marked) -> HttpResponse:
    mailed = mailed_in(groups_of(cohort, marked, choices_of(cohort)))
    try:
        number = decide(
            cohort=cohort, batch=marked.batch, choices=marked.choices, by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except AppliedAlready:
        messages.info(request, _("These decisions were applied before, once."))
        return redirect("review-results", cohort=cohort.pk)
    except Overtaken:
        return _page(request, cohort, problem="overtaken", status=409)
    except TooOften:
        return _page(request, cohort, problem="often", status=429)
    words = ngettext("%(number)s decision is applied.", "%(number)s decisions are applied.", number)
    by_mail = ngettext(
        "The founders of %(number)s venture are told by mail.",
        "The founders of %(number)s ventures are told by mail.",
        mailed,
    )
    told = [words % {"number": number}, *([by_mail % {"number": mailed}] if mailed else [])]
    if mailed < number:
        told.append(_("Where no owner has an account, it stands on their page alone."))
    messages.success(request, " ".join(told))
    return redirect("review-results", cohort=cohort.pk)


def _preview(request: ActorRequest, cohort: Cohort, marked: Marked) -> HttpResponse:
    groups = groups_of(cohort, marked, choices_of(cohort))
    context = {"cohort": cohort, "groups": groups, "marked": marked, "mailed": mailed_in(groups)}
    return render(request, "review/decide.html", HERE | context)


def _page(
    request: ActorRequest, cohort: Cohort, *, problem: str = "", status: int = 200
) -> HttpResponse:
    order = highest_first(request.actor, cohort)
    pages = Paginator(order.values_list("pk", flat=True), ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    given, asked = counted(request.actor, cohort)
    context = {
        "cohort": cohort,
        "shown": shown,
        "results": _read(request, cohort, list(shown)),
        "asked": asked,
        "given": given,
        "choices": [(choice, choice_word(choice)) for choice in choices_of(cohort)],
        "problem": problem,
    }
    return render(request, "review/results.html", HERE | context, status=status)


def _read(request: ActorRequest, cohort: Cohort, ids: Sequence[UUID]) -> list[Result]:
    """Their results, and that they were read."""
    results = results_of(request.actor, cohort, ids)
    record_readings(enrolments=others_read(results), by=request.actor)
    return results


def _in_batches(request: ActorRequest, cohort: Cohort, ids: Sequence[UUID]) -> Iterator[Result]:
    for start in range(0, len(ids), IN_A_BATCH):
        yield from _read(request, cohort, ids[start : start + IN_A_BATCH])


@require_safe
@one_export_at_a_time
def review_results_csv(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """The table of results as CSV, with exactly what its page shows this reader."""
    found = _managed(request, cohort)
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(COLUMNS)
    ids = list(highest_first(request.actor, found).values_list("pk", flat=True))
    for one in _in_batches(request, found, ids):
        told = one.tally
        numbers = (told.mean, told.low, told.high, told.confidence)
        write.writerow(
            [
                safe_in_csv(one.name), safe_in_csv(one.state), one.asked, one.given,
                *("" if one.hidden or number is None else number for number in numbers),
                "" if one.hidden else told.abstained,
                "" if one.hidden else int(told.disagree),
                safe_in_csv(one.decided),
            ]
        )  # fmt: skip
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="fmassess-review-results.csv"'
    return answer
