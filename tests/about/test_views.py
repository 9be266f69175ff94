"""The pages about the site say what is so: every kind of data, every cookie, who runs it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from questionnaire.about.cookies import COOKIES
from questionnaire.about.kept import WORDS
from questionnaire.assessment.models import Assessment
from questionnaire.keeping import TABLES, Holding
from questionnaire.people.membership.actions import invite
from questionnaire.people.models import Grant
from questionnaire.post.models import Mail
from questionnaire.vocabulary import VentureRole
from tests.assessment.guests import Guest, make_guest
from tests.download.test_download import Whole
from tests.factories import make_shipped_edition
from tests.people.test_erasure import everything

ROOT = Path(__file__).resolve().parents[2]


def test_every_kind_of_data_is_told_and_has_a_table() -> None:
    assert set(WORDS) == set(Holding) == {kept.holding for kept in TABLES.values()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "word"), [("en", "60 on"), ("es", "desde el día 60"), ("de", "Ab dem 60. Tag")]
)
def test_the_page_is_there_for_nobody_in_every_language_with_its_figures(
    language: str, word: str
) -> None:
    page = Client().get("/privacy/", headers={"Accept-Language": language}).content.decode()
    assert word in page
    assert "%(" not in page
    assert page.count('<tr role="row">') == len(Holding) + 3 + len(COOKIES) + 2
    about = Client().get("/accessibility/", headers={"Accept-Language": language})
    assert "2.2" in about.content.decode()


@pytest.mark.django_db
def test_who_runs_the_site_is_named_and_can_be_written_to(settings: Any) -> None:
    unnamed = Client().get("/privacy/").content.decode()
    assert "names nobody who runs it" in unnamed
    settings.OPERATOR, settings.CONTACT = "Almendra <gGmbH>", "privacy@almendra.example"
    for page in ("/privacy/", "/accessibility/"):
        told = Client().get(page).content.decode()
        assert 'href="mailto:privacy@almendra.example"' in told
    assert "Almendra &lt;gGmbH&gt;" in Client().get("/privacy/").content.decode()


@pytest.mark.django_db
def test_pages_about_the_site_ask_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get("/privacy/")
        Client().get("/accessibility/")


def told_names() -> set[str]:
    return {name for names in COOKIES for name in names.split(", ")}


@pytest.mark.django_db
def test_no_cookie_is_set_that_the_page_does_not_name() -> None:
    """A guest, a reader of a report, somebody who signs in and who is invited."""
    guest = make_guest("Acme")
    guest.get("venture/")
    guest.client.post("/language/", {"language": "es", "next": "/"})
    whole = Whole()
    whole.client.post("/account/login/", {"login": "nobody@example.org"})
    found = [set(one.cookies) for one in (guest.client, whole.client)]
    link = invite(
        tenant=whole.assessment.venture, role=VentureRole.VIEWER, by=whole.owner,
        at=Grant.objects.latest("created_at").created_at,
    )  # fmt: skip
    reader = Client()
    reader.get(f"/join/{link.token}/")
    found.append(set(reader.cookies))
    assert set().union(*found) - told_names() == set()
    assert {"fmassess-guest", "fmassess-session", "fmassess-csrf"} <= set().union(*found)


def test_cookies_are_set_where_the_list_is_known() -> None:
    """Whoever sets one elsewhere names it on the page, and here."""
    calls = {
        str(path.relative_to(ROOT))
        for folder in ("questionnaire", "fmassess")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("set_cookie", "set_signed_cookie")
    }
    assert calls == {"questionnaire/assessment/views/arriving.py", "questionnaire/people/actor.py"}


@pytest.mark.django_db
def test_of_a_guest_nothing_is_stored_that_the_page_does_not_name(settings: Any) -> None:
    """From the start to a report and a link that somebody opens: no agent, no page they came from;
    the network's address in counts alone, the mail's address with the mail that waits."""
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"
    make_shipped_edition()
    here = {
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_USER_AGENT": "CNRY-agent",
        "HTTP_REFERER": "http://testserver/CNRY-page",
    }
    client = Client(**here)
    begun = client.post("/start/", {"name": "Acme", "stage": "idea", "email": "cnry@example.org"})
    base = begun.headers["Location"]
    guest = Guest(client, Assessment.objects.get(pk=base.split("/")[2]))
    guest.save("funding-route", value="closed")
    guest.client.post(f"{base}send/")
    guest.client.post(f"{base}links/", {"label": "Board", "lasts": "7"})
    guest.get("venture/")
    stored = everything()
    cached = str(cache._cache)  # type: ignore[attr-defined]
    assert "CNRY-" not in stored
    assert stored.replace(cached, "").count("203.0.113.77") == 0
    mail = Mail.objects.get()
    assert (mail.to, mail.about) == (["cnry@example.org"], guest.assessment.venture_id)
    mail.delete()
    assert "cnry@example.org" not in everything().replace(cached, "")
