"""The managers' page of an accelerator's access tokens."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.api.forms import TokenForm
from questionnaire.assessment.views.arriving import hand_over_once, shown_once
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.people.models import Accelerator, AccessToken
from questionnaire.people.proof import must_be_shown
from questionnaire.people.tokens.actions import TooManyTokens, end_token, make_token

MADE = "fmassess-token"


@require_http_methods(["GET", "HEAD", "POST"])
def api_tokens(request: ActorRequest, accelerator: uuid.UUID) -> HttpResponse:
    """The tokens of an accelerator and when they were last used; a POST makes one."""
    found = get_object_or_404(Accelerator.objects.managed_by(request.actor), pk=accelerator)
    if request.method != "POST":
        return _page(request, found, TokenForm())
    spend(request, "write", f"{found.pk}/{request.actor.user_id}")
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    must_be_shown(request, _("Make the access token “%(name)s”.") % form.cleaned_data)
    try:
        issued = make_token(
            accelerator=found, name=form.cleaned_data["name"], lasts=form.lasts, by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except TooManyTokens:
        form.add_error(None, _("Too many tokens work already. End one first."))
        return _page(request, found, form)
    except Accelerator.DoesNotExist:  # no manager any more
        raise Http404 from None
    response = redirect("api-tokens", accelerator=found.pk)
    hand_over_once(response, MADE, found.pk, issued.token)
    return response


def _page(request: ActorRequest, found: Accelerator, form: TokenForm) -> HttpResponse:
    def page(token: str) -> HttpResponse:
        now = timezone.now()
        rows = AccessToken.objects.managed_by(request.actor).filter(accelerator=found)
        rows = rows.annotate(live=Exists(AccessToken.objects.live(now).filter(pk=OuterRef("pk"))))
        columns = ("id", "name", "created_at", "expires_at", "revoked_at", "used_on", "by__name",
                   "by__email", "live")  # fmt: skip
        told = [
            row | {"by": row["by__name"] or row["by__email"], "state": _state(row, now)}
            for row in rows.order_by("-created_at").values(*columns)
        ]
        context = {
            "here": "cohorts", "member": True, "accelerator": found, "tokens": told, "form": form,
            "problems": form if form.is_bound else None, "token": token,
            "address": request.build_absolute_uri(reverse("api")),
            "openapi": request.build_absolute_uri(reverse("api-openapi")),
        }  # fmt: skip
        return render(request, "api/tokens.html", context)

    return shown_once(request, MADE, found.pk, page)


def _state(row: dict[str, Any], now: dt.datetime) -> str:
    if row["live"]:
        return "open"
    early = row["revoked_at"] or row["expires_at"] > now
    return "ended" if early else "expired"


@require_POST
def end_api_token(request: ActorRequest, accelerator: uuid.UUID, token: uuid.UUID) -> HttpResponse:
    """End a token, at once and for good."""
    rows = AccessToken.objects.managed_by(request.actor).filter(accelerator=accelerator)
    try:
        end_token(token=get_object_or_404(rows, pk=token), by=request.actor, at=timezone.now())
    except AccessToken.DoesNotExist:  # no manager any more
        raise Http404 from None
    messages.success(request, _("The token has ended. A program that shows it reads nothing."))
    return redirect("api-tokens", accelerator=accelerator)
