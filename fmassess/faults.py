"""Pages and JSON for what goes wrong; none of them needs the database."""

import logging
import secrets
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _

log = logging.getLogger("fmassess.faults")
RETRY_AFTER_SECONDS = "3"
API = "/api/"
"""What stands below is for programs."""


class TooMany(Exception):
    """More than may be asked for in a while; nothing was done. seconds: when to come again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def wants_json(request: HttpRequest) -> bool:
    """Whether a program or the page's own script is asking, rather than a person."""
    return request.path_info.startswith(API) or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def fault(request: HttpRequest, status: int, problem: str, reference: str = "") -> HttpResponse:
    """The same fault as a page for people and as JSON for the page's script."""
    if wants_json(request):
        return JsonResponse({"problem": problem, "reference": reference}, status=status)
    # No request context: context processors would read the session, which may be what failed.
    page = loader.render_to_string(
        [f"errors/{status}.html", "errors/fault.html"],
        {"status": status, "problem": problem, "reference": reference},
    )
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, without saying what the server thinks of it."""
    return fault(request, 400, _("The server could not read this request."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for what one may see but not do."""
    return fault(request, 403, _("You may look at this, but not change it."))


@login_not_required
def nothing(request: HttpRequest, **names: str) -> HttpResponse:
    """An address that is there for nobody."""
    raise Http404


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for what does not exist and for what is not yours."""
    return fault(request, 404, _("There is nothing here, or it is not shared with you."))


AWAY = ("25006", "25P03", "25P04")
"""What PostgreSQL calls internal and is none of our making: it may only be read, as a standby until
it takes over; or it ended a transaction that lasted too long on a machine with too much to do."""


def is_database_away(exception: BaseException | None) -> bool:
    """Whether the database is away, busy, full or only to be read, rather than the code wrong."""
    if isinstance(exception, InternalError):
        return reason_of(exception) in AWAY
    return isinstance(exception, OperationalError | InterfaceError)


WHILE_CONNECTING = {
    "authentication failed": "authentication-failed",
    "no password supplied": "authentication-failed",
    "no pg_hba.conf entry": "not-let-in",
    "role": "unknown-role",
    "Connection refused": "connection-refused",
    "resolve host": "unknown-host",
    "translate host name": "unknown-host",
    "name resolution": "unknown-host",
    "timeout": "timeout",
    "No such file": "no-socket",
    "certificate": "tls",
    "SSL": "tls",
    "too many": "too-many-connections",
    "connection slots": "too-many-connections",
    "starting up": "starting",
    "shutting down": "stopping",
    "read-only": "read-only",
    "No route to host": "unreachable",
    "unreachable": "unreachable",
    "database": "unknown-database",
    "closed": "connection-lost",
    "connection is lost": "connection-lost",
}
"""What a connection that fails says, and what the log calls it; the first that is found. There is
no code for these, and the words name hosts, roles and databases, so they are not written down."""


def reason_of(exception: BaseException | None) -> str:
    """The database's own short name for what is wrong (SQLITE_FULL, 53300), or ours for what kept
    a connection from being made; for the log alone."""
    cause = getattr(exception, "__cause__", None)
    if said := getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None):
        return str(said)
    words = str(cause or "")
    return next((name for part, name in WHILE_CONNECTING.items() if part in words), "")


def database_away(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    """503 and when to try again."""
    log.error("database fault: %s %s", type(exception).__name__, reason_of(exception))
    response = fault(
        request, 503, _("The database does not answer. Nothing that was saved is lost.")
    )
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def too_many(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """429 and when to try again; also allauth's answer where its own limits are met."""
    response = fault(request, 429, _("This was asked for too often in a short while."))
    response["Retry-After"] = str(seconds)
    return response


ERASED = ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")
"""What both databases call a row that refers to one that is not there."""


def is_erased_meanwhile(exception: BaseException | None) -> bool:
    """Whether what was just found was erased before it could be written down that it is read."""
    return isinstance(exception, IntegrityError) and reason_of(exception) in ERASED


def something_away(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """The answer where the database is away, where too much was asked for, or where what was to be
    read was erased this moment (whoever sends a form is told by its view); None for any other
    fault. Mail only waits."""
    if isinstance(exception, TooMany):
        return too_many(request, exception.seconds)
    if request.method in ("GET", "HEAD") and is_erased_meanwhile(exception):
        return page_not_found(request)
    return database_away(request, exception) if is_database_away(exception) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a reference that stands in the log too; 503 when it is only the database.

    Django turns a middleware's exception into this page where it arises, so the session, the user
    and the actor come here when the database is away, and never to a middleware further out.
    """
    exception = sys.exception()
    if (known := something_away(request, exception)) is not None:
        return known
    reference = secrets.token_hex(4)
    log.error("unexpected fault", exc_info=exception, extra={"reference": reference})
    return fault(request, 500, _("Something went wrong on our side."), reference)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the form's token is stale; what was typed stays in the browser's page."""
    return fault(
        request,
        403,
        _("This page had been open too long. Go back, reload it, and send again."),
    )
