"""A person's own account: name, how they sign in, other browsers, and its end."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.forms import EraseForm, NameForm, delete_account_form
from questionnaire.assessment.team.mails import mail_account_deleted
from questionnaire.assessment.views.arriving import without_keys
from questionnaire.people.account import actions as people
from questionnaire.people.account import signed_in
from questionnaire.people.actor import ActorRequest
from questionnaire.people.models import Session, User
from questionnaire.people.sessions import SessionStore


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: ActorRequest) -> HttpResponse:
    """Name and address, second factors, other browsers."""
    user = _own(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        people.rename(user=user, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("account")
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "here": "account",
        "form": form,
        "email": user.email,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "app": Authenticator.Type.TOTP in kinds,
        "browsers": Session.objects.filter(user=user).count() - 1,
    }
    return render(request, "assessment/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: ActorRequest) -> JsonResponse:
    """How long this browser stays signed in if nothing is done; to POST is to do something.

    With the key of this page's forms, for signing in again in another tab makes another one.
    """
    now, session = timezone.now(), cast("SessionStore", request.session)
    if request.method == "POST":
        session.touch(now)
    else:
        # Read by the session on its way out; a request has no field of ours for it.
        request.only_looks = True  # type: ignore[attr-defined]
    return JsonResponse({"left": session.left(now), "key": get_token(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def browsers(request: ActorRequest) -> HttpResponse:
    """Where the account is signed in; a POST signs out there, one by one or everywhere else."""
    if request.method == "POST":
        return _sign_out(request)
    found = signed_in.signed_in(
        user=_own(request), here=request.session.session_key or "", at=timezone.now()
    )
    return render(request, "account/browsers.html", {"here": "account", "browsers": found})


@reauthentication_required  # or whoever found this browser open shuts its owner out of the others
def _sign_out(request: ActorRequest) -> HttpResponse:
    user, here = _own(request), request.session.session_key or ""
    there = request.POST.get("there")
    if there is None:
        ended = signed_in.sign_out_elsewhere(user=user, here=here)
    else:
        ended = int(signed_in.sign_out_there(user=user, there=there, here=here))
    told = ngettext(
        "Signed out of %(number)d other browser.",
        "Signed out of %(number)d other browsers.",
        ended,
    )
    messages.success(request, told % {"number": ended})
    return redirect("browsers")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # who has a second factor shows it once more
def delete_account(request: ActorRequest) -> HttpResponse:
    """Delete the account, once its address was typed; what goes along is said first."""
    user = _own(request)
    if request.method != "POST":
        return _deleting(request, user, delete_account_form(user.email))
    form = delete_account_form(user.email, request.POST)
    if not form.is_valid():
        return _deleting(request, user, form)
    try:
        people.delete_account(user=user, at=request.actor.at, tell=mail_account_deleted)
    except people.AccountStays:
        return _deleting(request, user, delete_account_form(user.email))
    logout(request)
    messages.success(request, _("Your account was deleted."))
    return without_keys(redirect("landing"))


def _deleting(request: ActorRequest, user: User, form: EraseForm) -> HttpResponse:
    context = {"here": "account", "form": form, "leaving": people.leaving(user)}
    return render(request, "assessment/delete_account.html", context)


def _own(request: ActorRequest) -> User:
    """Who is signed in: the pages of an account are closed to everybody else."""
    return cast("User", request.user)
