"""The floor: bare Django views behind the product's own middleware, on the product's database."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.floor_settings"

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine
from django.urls import path

ROW = "<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td></tr>\n"
WORDS = "A sentence about as long as an option and its markup are on a page of the product. " * 2
PAGE = Engine().from_string(
    "<!doctype html><title>Floor</title><table>{% for row in rows %}" + ROW + "{% endfor %}</table>"
)
UPSERT = (
    "INSERT INTO bench_floor (k, v) VALUES (%s, %s) "
    "ON CONFLICT (k) DO UPDATE SET v = bench_floor.v + 1"
)


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse("hello")


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """A page of the size asked for, for somebody signed in: three small queries, one template."""
    signed_in = request.user.is_authenticated
    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute("SELECT k, v FROM bench_floor WHERE k < %s", [5])
            cursor.fetchall()
    rows = [(number, WORDS) for number in range(int(request.GET["rows"]))]
    return HttpResponse(PAGE.render(Context({"rows": rows, "signed_in": signed_in})))


@login_not_required
def upsert(request: HttpRequest) -> HttpResponse:
    """One row written in one transaction, by somebody signed in, with a CSRF token."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPSERT, [int(request.POST["k"]), 1])
    return JsonResponse({"ok": True})


urlpatterns = [
    path("hello/", hello, name="landing"),
    path("page/", page),
    path("upsert/", upsert),
]
application = get_wsgi_application()
