"""The outbox: on one's own machine, the mails that would have left. Production has no such page."""

from __future__ import annotations

import ipaddress
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questionnaire.post.actions import words_of
from questionnaire.post.models import Mail

MOST = 200


def _here_only(request: HttpRequest) -> None:
    """Codes and links are for whoever sits at this machine, whatever address it listens on, and by
    a name of this machine: a page of elsewhere whose name was made to lead here reads nothing."""
    here = _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_ours(request.get_host())
    if not here or "HTTP_X_FORWARDED_FOR" in request.META:
        raise Http404


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_ours(host: str) -> bool:
    """Whether a name is this machine's own, or one that the site was told to answer by; "any name"
    tells nothing."""
    name, _port = split_domain_port(host)
    told = [one for one in settings.ALLOWED_HOSTS if one != "*"]
    own = [".localhost", urlsplit(settings.SITE_URL).hostname or "", *told]
    return _is_loopback(name.strip("[]")) or validate_host(name, own)


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails."""
    _here_only(request)
    mails = Mail.objects.order_by("-queued_at", "-pk")[:MOST]
    return render(request, "post/outbox.html", {"mails": mails, "here": "outbox"})


@login_not_required
@require_safe
def outbox_mail(request: HttpRequest, mail: uuid.UUID) -> HttpResponse:
    """One mail as its reader would see it."""
    _here_only(request)
    found = get_object_or_404(Mail, pk=mail)
    return render(request, "post/mail.html", {"mail": found, "words": words_of(found)})
