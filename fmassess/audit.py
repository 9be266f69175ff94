"""Who did what, when, and who was refused: one log line for each, as ids and never as words.

In one place and by the address's name, so that a new page is told of without anybody's help. What
founders type all day is not told here: answers have their own revisions. Who came in, and by what,
is told by people/sign_ins. An editor's changes stand in the workshop's log, readings and openings
in tables of their own; where somebody came from is personal, and the proxy's log knows it by the
same moment.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

log = logging.getLogger("fmassess.audit")
SAFE = ("GET", "HEAD", "OPTIONS")
REFUSED = (401, 403, 404, 429)
TAKEN_ALONG = {
    "report-pdf", "report-xlsx", "report-csv", "report-json", "download-json", "download-html",
    "cohort-csv", "cohort-xlsx", "cohort-json", "cohort-pack", "review-results-csv",
    "release-record", "release-draft", "admin:questionnaire_edition_export",
}  # fmt: skip
TYPED_ALL_DAY = {
    "save-answer", "category", "flag", "follow-ups", "live", "what-if", "what-if-answers",
    "sharing-preview", "set_language", "desk-told", "check-answers",
}  # fmt: skip


class AuditMiddleware:
    """Inside of who the session and the actor are found by; outside of every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match is not None:
            _tell(request, request.resolver_match, response.status_code)
        return response


def _tell(request: HttpRequest, found: ResolverMatch, status: int) -> None:
    name = found.view_name or ""
    if status in REFUSED:
        word = "refused"
    elif name in TAKEN_ALONG and request.method == "GET":
        word = "taken along"
    elif request.method not in SAFE and name not in TYPED_ALL_DAY:
        word = "asked for"
    else:
        return
    log.info("%s %s by %s%s: %s", word, name, _who(request), _of(found), status)


def _who(request: HttpRequest) -> str:
    """An account, a link or a program, by its id; an id opens nothing."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    actor = getattr(request, "actor", None)
    if actor is not None and actor.token_id:
        return f"token {actor.token_id}"
    links = (*actor.grant_ids, *actor.share_ids) if actor is not None else ()
    return f"link {links[0]}" if links else "nobody"


def _of(found: ResolverMatch) -> str:
    """What the address names; never a secret."""
    ids = [(name, one) for name, one in found.kwargs.items() if isinstance(one, uuid.UUID | int)]
    return "".join(f" {name}={one}" for name, one in ids)
