"""What guards every request, tried with bytes and addresses that real clients send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
FORM = "application/x-www-form-urlencoded"
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "object-src 'none'", "frame-ancestors 'none'", "manifest-src 'self'",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/%00", "/?a=%00", "/?a=%ff", "/?%00=a", "/?a=%ED%A0%80"])
def test_an_address_that_cannot_be_stored_is_refused(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "cannot be stored" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"name=a%00b", FORM),
        (b"name=%ff", FORM),
        (b"name=\xff", FORM),
        (b'{"a": "\xff"}', "application/json"),
        (b"a\x00b", "text/plain"),
    ],
)
def test_a_body_that_cannot_be_stored_is_refused(client: Client, body: bytes, kind: str) -> None:
    answer = client.post("/start/", body, kind, headers={"Accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (400, ["problem", "reference"])


@pytest.mark.parametrize(
    "charset", ["hex", "rot13", "idna", "unicode-escape", "latin-1", "nothing"]
)
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=B"])
def test_a_body_in_another_encoding_is_refused(client: Client, kind: str, charset: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--B--\r\n'
    answer = client.generic("POST", "/start/", body, f"{kind}; charset={charset}")
    assert answer.status_code == 400
    assert "cannot be stored" in answer.content.decode()


@pytest.mark.parametrize("value", ['"abcdefgh\\000ijklmnop"', '"abcdefgh\\377i"', "a" * 900])
def test_a_cookie_that_is_none_of_ours_is_as_good_as_none(client: Client, value: str) -> None:
    """Quoted ones may hold escapes, of NUL too, which PostgreSQL refuses."""
    names = [one for one in dir(settings) if one.endswith("_COOKIE_NAME") and one[0] != "_"]
    cookies = [f"{getattr(settings, one)}={value}" for one in names]
    assert len(cookies) == 8
    for cookie in (*cookies, "; ".join(cookies)):
        for path, code in {"/": 200, "/account/login/": 200, "/home/": 302}.items():
            assert client.get(path, HTTP_COOKIE=cookie).status_code == code, (cookie, path)


@pytest.mark.parametrize("path", ["/?a=%C3%A9", "/?a=%F0%9F%8C%B1", "/?a=a+b%25"])
def test_words_of_any_language_pass(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/caf%C3%A9/", "/nope%ff/"])
def test_a_name_that_nothing_has_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_body_over_the_limit_is_refused_in_words(client: Client) -> None:
    body = b"name=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = client.post("/language/", body, FORM)
    assert answer.status_code == 400
    assert "could not read" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/nothing/", "/?a=%00", "/home/", "/healthz", "/account/login/"]
)
def test_every_answer_carries_the_policy_and_is_kept_by_no_cache(client: Client, path: str) -> None:
    answer = client.get(path)
    said = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert said == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert {"HX-Request", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}


def test_a_page_without_a_mark_needs_a_sign_in(client: Client) -> None:
    answer = client.get("/cohorts/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/cohorts/")


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/cohorts/", "/api/v1/openapi.json"])
def test_a_program_without_https_is_refused_and_not_led_on(
    client: Client, settings: Any, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(path, headers={"Authorization": "Bearer fma_x"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
    assert "over https only" in answer.json()["problem"]
    proxy = (ROOT / "docs" / "deploy" / "nginx.conf").read_text()
    assert f"return 403 '{answer.content.decode()}';" in proxy  # which says the same at its door
    assert answer["Cache-Control"] == "no-store"
    assert client.post(path).status_code == 403
    assert client.get(path, secure=True).status_code in (200, 401)
    for page in ("/", "/home/", "/account/login/"):
        assert client.get(page)["Location"] == f"https://testserver{page}"
