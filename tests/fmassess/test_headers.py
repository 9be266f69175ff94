"""Every answer of every kind carries the headers that keep browsers from being used against us."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from whitenoise.base import WhiteNoise

from fmassess.headers import own_pages_only
from tests.access.test_matrix import GET, address
from tests.access.world import make_world
from tests.fmassess.test_middleware import POLICY

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHOWN = ("owner", "accelerator-owner", "reviewer", "bank-editor")
REFERRERS = {"same-origin", "strict-origin", "no-referrer"}


def missing(answer: object) -> list[str]:
    """What an answer lacks of what each must carry."""
    headers = answer.headers  # type: ignore[attr-defined]
    policy = {one.strip() for one in headers.get("Content-Security-Policy", "").split(";")}
    wrong = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    wrong += [] if policy == POLICY else ["Content-Security-Policy"]
    wrong += [] if headers.get("Referrer-Policy") in REFERRERS else ["Referrer-Policy"]
    wrong += [] if "camera=()" in headers.get("Permissions-Policy", "") else ["Permissions-Policy"]
    wrong += [] if "no-store" in headers.get("Cache-Control", "") else ["Cache-Control"]
    varied = {one.strip() for one in headers.get("Vary", "").split(",")}
    wrong += [] if {"HX-Request", "Cookie"} <= varied else ["Vary"]
    wrong += ["Access-Control-Allow-Origin"] if "Access-Control-Allow-Origin" in headers else []
    if answer.content if not answer.streaming else True:  # type: ignore[attr-defined]
        kind = headers.get("Content-Type", "")
        wrong += [] if kind else ["Content-Type"]
        if kind.startswith("text/"):
            wrong += [] if "charset=utf-8" in kind.lower().replace('"', "") else ["charset"]
    return wrong


def test_every_address_answers_with_all_of_them() -> None:
    world = make_world()
    found = {}
    for name in GET:
        shown = [
            role for role in ("owner", "accelerator-owner", "reviewer") if GET[name][role] == 200
        ]
        for role in ("nobody", *shown[:1]):
            cache.clear()
            answer = world.clients[role].get(address(world, name))
            if answer.streaming:
                answer.getvalue()
            wrong = missing(answer)
            if name in ("healthz", "readyz"):  # two letters, for programs
                wrong = [one for one in wrong if one != "charset"]
            if wrong:
                found[name, role, answer.status_code] = wrong
    assert found == {}


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("get", "/nothing-here/", 404), ("get", "/?a=%00", 400), ("post", "/start/", 403),
     ("put", "/start/", 403), ("post", "/healthz/", 404), ("get", "/workshop/", 302)],
)  # fmt: skip
def test_so_does_what_goes_wrong(method: str, path: str, code: int) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (answer.status_code, missing(answer)) == (code, [])


def test_so_do_files() -> None:
    """Each file as whitenoise sends it, inside the two layers that add to every answer."""
    [folder] = settings.STATICFILES_DIRS
    served = WhiteNoise(lambda *_: None, add_headers_function=own_pages_only,
                        allow_all_origins=settings.WHITENOISE_ALLOW_ALL_ORIGINS)  # fmt: skip
    served.add_files(folder, prefix="/static/")
    names = sorted(served.files)
    assert len(names) > 5
    for name in names:
        headers = dict(served.files[name].get_response("GET", {}).headers)
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in headers, name
        assert headers["Content-Type"]
    order = settings.MIDDLEWARE
    for outside in ("SecurityMiddleware", "CSPMiddleware"):
        place = next(number for number, one in enumerate(order) if one.endswith(outside))
        assert place < order.index("whitenoise.middleware.WhiteNoiseMiddleware")
