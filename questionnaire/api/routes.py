"""Every address of the API on one screen, and its faults as JSON."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError

from fmassess.faults import TooMany
from questionnaire.api import reading
from questionnaire.api.asked import Cursor, Narrowed, Told
from questionnaire.api.reader import ByToken, TokenRequest
from questionnaire.api.shapes import (
    Cohorts,
    CohortWhole,
    Here,
    Problem,
    Summary,
    Ventures,
    VentureWhole,
)

FAULTS = dict.fromkeys((400, 401, 404, 405, 422, 429, 500, 503), Problem)
ABOUT = (
    "Read an accelerator's cohorts: what its ventures share with it, and nothing else. A manager "
    "makes a token on the accelerator's page; send it as `Authorization: Bearer fma_…`. What is "
    "not shared is `missing: not-shared`, never zero. Reading is recorded, and the venture sees "
    "it. Only GET is answered. Pages go on by `after`, which is the `next` of the page before."
)
api = NinjaAPI(
    title="FMAssess", version="1", description=ABOUT, auth=ByToken(), openapi_url=None,
    docs_url=None, urls_namespace="api",
)  # fmt: skip


@api.get("/", url_name="api", response={200: Here, **FAULTS}, summary="Whose token this is")
def here(request: TokenRequest) -> Any:
    row = request.auth
    return Here(accelerator=row.accelerator.name, token=row.name, expires_at=row.expires_at)


@api.get("/cohorts/", url_name="api-cohorts", response={200: Cohorts, **FAULTS},
         summary="The cohorts, the newest first")  # fmt: skip
def cohorts(request: TokenRequest, page: Query[Cursor]) -> Any:
    return reading.cohorts(request.actor, page.after)


@api.get("/cohorts/{uuid:cohort}/", url_name="api-cohort", response={200: CohortWhole, **FAULTS},
         summary="One cohort with the words of its edition")  # fmt: skip
def cohort(request: TokenRequest, cohort: Path[uuid.UUID], told: Query[Told]) -> Any:
    return reading.cohort(request.actor, cohort, told.language)


@api.get("/cohorts/{uuid:cohort}/summary/", url_name="api-summary",
         response={200: Summary, **FAULTS}, summary="A cohort in numbers")  # fmt: skip
def summary(request: TokenRequest, cohort: Path[uuid.UUID], narrowed: Query[Narrowed]) -> Any:
    return reading.summary(request.actor, cohort, narrowed)


@api.get("/cohorts/{uuid:cohort}/ventures/", url_name="api-ventures",
         response={200: Ventures, **FAULTS}, summary="Its ventures, as they share")  # fmt: skip
def ventures(
    request: TokenRequest, cohort: Path[uuid.UUID], narrowed: Query[Narrowed], page: Query[Cursor]
) -> Any:
    return reading.ventures(request.actor, cohort, narrowed, page.after)


@api.get("/cohorts/{uuid:cohort}/ventures/{uuid:enrolment}/", url_name="api-venture",
         response={200: VentureWhole, **FAULTS},
         summary="What one venture sent, as far as it shares it")  # fmt: skip
def venture(
    request: TokenRequest, cohort: Path[uuid.UUID], enrolment: Path[uuid.UUID], told: Query[Told]
) -> Any:
    return reading.venture(request.actor, cohort, enrolment, told.language)


@api.get("/openapi.json", url_name="api-openapi", auth=None, include_in_schema=False)
def openapi(request: HttpRequest) -> Any:
    """The OpenAPI document; it says nothing about anybody."""
    return document()


def document() -> dict[str, Any]:
    """The API's OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix=reverse("api")))


# ---------------------------------------------------------------- faults


def _problem(request: HttpRequest, status: int, said: str) -> HttpResponse:
    return api.create_response(request, Problem(problem=said, reference=""), status=status)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, fault: Http404) -> HttpResponse:
    return _problem(request, 404, "There is nothing here, or it is not shared with you.")


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    answer = _problem(
        request, 401, "Send a token that works, as Authorization: Bearer fma_…; a manager of the "
        "accelerator makes one.",
    )  # fmt: skip
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, fault: TooMany) -> HttpResponse:
    answer = _problem(request, 429, f"Too many requests; try again in {fault.seconds} s.")
    answer["Retry-After"] = str(fault.seconds)
    return answer


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Which part of the address is wrong, and why."""
    said = [f"{one['loc'][-1]}: {one['msg']}" for one in fault.errors]
    return _problem(request, 422, "; ".join(said))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return _problem(request, fault.status_code, str(fault))


def _in_one_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The framework refuses other methods by itself, in plain words: told as every other fault."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        allowed = answer["Allow"]
        told = _problem(request, answer.status_code, f"Only {allowed} is answered here.")
        told["Allow"] = allowed
        return told

    return answered


def addresses() -> list[URLPattern]:
    """For urls.py. No page of these asks for a sign-in: a token opens them, and nothing else."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        one.callback = login_not_required(_in_one_shape(one.callback))
    return found
