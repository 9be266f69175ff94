"""Reminders: setting, sending and stopping them; and wanting no more of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.cohort.inviting.actions import InvitingRefused
from questionnaire.cohort.inviting.forms import ROUND_WORDS, ReminderForm
from questionnaire.cohort.inviting.joining.actions import opt_in, opt_out, read_opt_out
from questionnaire.cohort.inviting.models import Reminder
from questionnaire.cohort.inviting.page import reminder_lines
from questionnaire.cohort.inviting.reminding.actions import set_reminder, stop_reminder
from questionnaire.cohort.inviting.reminding.foreseen import foreseen
from questionnaire.cohort.inviting.views.finding import managed, manager_page
from questionnaire.cohort.models import Cohort, Round
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import may, spend
from questionnaire.vocabulary import RoundKind


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: ActorRequest, cohort: uuid.UUID) -> HttpResponse:
    """The reminders of a cohort; a POST sets one for a round, or shows whom one would go to now,
    and sends it once that is confirmed."""
    found = managed(request, cohort)
    today = timezone.now().date()
    rounds = [one for one in found.rounds.all() if one.closes_on >= today]
    if "now" in request.POST and "sure" not in request.POST:
        return _before(request, found, _choices(rounds))
    form = ReminderForm(_posted(request), rounds=_choices(rounds))
    if request.method == "POST" and _set(request, found, form, rounds):
        return redirect("reminders", cohort=found.pk)
    return manager_page(
        request, "reminders", found, form=form, lines=list(reminder_lines(found, request.actor)),
        rounds=_choices(rounds), running=_choices(one for one in rounds if one.opens_on <= today),
    )  # fmt: skip


def _before(
    request: ActorRequest, found: Cohort, rounds: Sequence[tuple[str, str]]
) -> HttpResponse:
    """How many it would go to, and why not to the others."""
    now = request.POST["now"]
    if now and now not in dict(rounds):  # closed meanwhile, or another cohort's
        raise Http404
    told = foreseen(found, request.actor, timezone.now())
    return manager_page(
        request, "remind_now", found, told=told, now=now, round=dict(rounds).get(now, "")
    )


def _posted(request: ActorRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" and "now" not in request.POST else None


def _choices(rounds: Iterable[Round]) -> list[tuple[str, str]]:
    return [(str(one.pk), str(ROUND_WORDS[RoundKind(one.kind)])) for one in rounds]


def _set(request: ActorRequest, found: Cohort, form: ReminderForm, rounds: list[Round]) -> bool:
    """Set what was asked for; False where the form says why not."""
    now = "now" in request.POST
    if now and not may(request, "reminder", found.pk):
        messages.error(request, _("Enough reminders for today. Try tomorrow."))
        return True
    if not now and not form.is_valid():
        return False
    chosen = request.POST.get("now") if now else form.cleaned_data["round"]
    round = next((one for one in rounds if str(one.pk) == chosen), None)
    if chosen and round is None:  # closed meanwhile, or another cohort's
        raise Http404
    try:
        set_reminder(
            cohort=found,
            round=round,
            days_before=None if now else form.cleaned_data["days_before"],
            language=(get_language() or "en") if now else form.cleaned_data["language"],
            by=request.actor,
            at=timezone.now(),
        )
    except Cohort.DoesNotExist:  # no manager any more
        raise Http404 from None
    except InvitingRefused as refused:
        messages.error(request, str(refused))
        return True
    told = _("The reminder goes out.") if now else _("The reminder is set.")
    messages.success(request, told)
    return True


@require_POST
def reminder(request: ActorRequest, cohort: uuid.UUID, reminder: uuid.UUID) -> HttpResponse:
    """Take a reminder back."""
    found = managed(request, cohort)
    rows = Reminder.objects.managed_by(request.actor).select_related("cohort")
    one = get_object_or_404(rows, pk=reminder, cohort=found)
    try:
        stopped = stop_reminder(reminder=one, by=request.actor, at=timezone.now())
    except Cohort.DoesNotExist:  # no manager any more
        raise Http404 from None
    if stopped:
        messages.success(request, _("The reminder is taken back."))
    else:
        messages.info(request, _("It had gone out already."))
    return redirect("reminders", cohort=found.pk)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def no_reminders(request: ActorRequest, token: str) -> HttpResponse:
    """No more reminders of one cohort to one address, by one press, signed in or not; and back.

    Mail programs press it too, without a cookie (RFC 8058). The signed token, which no other site
    knows, does what the token of a form would.
    """
    found = read_opt_out(token)
    if found is None:
        spend(request, "unknown_link")
        page = render(request, "cohort/no_reminders.html", {"here": ""}, status=404)
    else:
        cohort, hashed = found
        done = request.POST.get("do", "stop") if request.method == "POST" else ""
        if done == "again":
            opt_in(cohort=cohort, email_hash=hashed, at=timezone.now())
        elif done:
            opt_out(cohort=cohort, email_hash=hashed, at=timezone.now())
        context = {"here": "", "cohort": cohort.name, "accelerator": cohort.accelerator.name}
        page = render(request, "cohort/no_reminders.html", context | {"done": done})
    page["Referrer-Policy"] = "strict-origin"  # as private links: the token goes nowhere
    page["X-Robots-Tag"] = "noindex"
    return page
