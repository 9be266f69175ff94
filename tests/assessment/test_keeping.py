"""A venture's own page: its name, its private links, and the end of everything."""

from __future__ import annotations

import pytest
from django.test import Client

from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.sharing.actions import share
from questionnaire.models import (
    Answer,
    AnswerRevision,
    Assessment,
    Consent,
    Enrolment,
    Grant,
    Report,
    Submission,
    Venture,
)
from questionnaire.people.actor import Actor
from tests.assessment.guests import Guest, make_guest, make_member
from tests.factories import NOW, make_enrolment, make_user, make_venture_member

pytestmark = pytest.mark.django_db


def link_of(page: object) -> str:
    link: str = page.context["page"].resume_link  # type: ignore[attr-defined]
    return link.removeprefix("http://testserver")


def come_by(link: str) -> Client:
    client = Client()
    assert client.post(link).status_code == 302
    return client


def may_read(guest: Guest, client: Client) -> bool:
    return client.get(guest.base).status_code == 200


def test_a_name_can_be_changed_later_as_the_start_page_says() -> None:
    guest = make_guest("Acme")
    said = guest.client.post(
        f"{guest.base}venture/", {"name": "  Better name ", "stage": "prototype"}
    )
    assert said.headers["Location"] == f"{guest.base}venture/"
    assert list(Venture.objects.values_list("name", "stage")) == [("Better name", "prototype")]
    assert "Saved." in guest.get("venture/").content.decode()


def test_a_refused_name_keeps_the_old_one_and_says_why() -> None:
    guest = make_guest("Acme")
    page = guest.client.post(f"{guest.base}venture/", {"name": " ", "stage": "idea"})
    assert list(page.context["names"].errors) == ["name"]
    assert (page.context["venture"], Venture.objects.get().name) == ("Acme", "Acme")


def test_another_link_leaves_the_earlier_ones() -> None:
    guest = make_guest()
    first = come_by(link_of(guest.get()))
    guest.client.post(f"{guest.base}link/")
    second = come_by(link_of(guest.get()))
    assert may_read(guest, first)
    assert may_read(guest, second)
    assert may_read(guest, guest.client)


def test_ending_earlier_links_shuts_out_whoever_came_by_one_and_not_oneself() -> None:
    guest, stranger = make_guest(), make_guest("Other")
    old = link_of(guest.get())
    leaked = come_by(old)
    guest.client.post(f"{guest.base}link/", {"end": "1"})
    new = link_of(guest.get())
    assert not may_read(guest, leaked)
    assert Client().post(old).status_code == 404
    assert may_read(guest, guest.client)
    assert may_read(guest, come_by(new))
    assert may_read(stranger, stranger.client)


def test_a_member_ends_links_and_needs_none() -> None:
    member = make_member()
    member.client.post(f"{member.base}link/")
    leaked = come_by(link_of(member.get()))
    member.client.post(f"{member.base}link/", {"end": "1"})
    assert not may_read(member, leaked)
    assert may_read(member, member.client)
    assert Grant.objects.filter(revoked_at=None).count() == 1


def test_everything_goes_once_the_name_is_typed() -> None:
    guest, stranger = make_guest("Acme"), make_guest("Other")
    for one in (guest, stranger):
        one.save("funding-route", value="closed")
        one.client.post(f"{one.base}send/")
        enrolment = make_enrolment(venture=one.assessment.venture)
        link = Grant.objects.get(venture=enrolment.venture)
        holder = Actor(grant_ids=(link.pk,), at=NOW)
        share(enrolment=enrolment, shared=with_answers(["team"]), by=holder, at=NOW)
    said = guest.client.post(f"{guest.base}erase/", {"typed": " Acme "})
    assert (said.status_code, said.headers["Location"]) == (302, "/")
    left = [
        model.objects.count()
        for model in (
            Venture, Assessment, Answer, AnswerRevision, Submission, Report, Enrolment, Grant,
            Consent,
        )
    ]  # fmt: skip
    assert left == [1] * 9
    assert may_read(stranger, stranger.client)
    assert not may_read(guest, guest.client)


@pytest.mark.parametrize("typed", ["", "acme", "Acme Models "])
def test_another_name_deletes_nothing(typed: str) -> None:
    guest = make_guest("Acme")
    page = guest.client.post(f"{guest.base}erase/", {"typed": typed})
    assert list(page.context["erasing"].errors) == ["typed"]
    assert Venture.objects.get().name == "Acme"


def test_a_link_deletes_nothing_once_the_venture_has_an_owner() -> None:
    guest = make_guest("Acme")
    make_venture_member(venture=guest.assessment.venture, user=make_user(), role="owner")
    assert "Delete everything" not in guest.get("venture/").content.decode()
    assert guest.client.post(f"{guest.base}erase/", {"typed": "Acme"}).status_code == 404
    assert Venture.objects.exists()


def test_ending_links_never_locks_out_who_came_by_one_and_signed_in_since() -> None:
    guest = make_guest("Mixed")
    guest.client.force_login(make_user())
    guest.client.post(f"{guest.base}link/", {"end": "1"})
    page = guest.get()
    assert page.status_code == 200
    assert may_read(guest, come_by(link_of(page)))


def test_a_link_made_for_one_venture_is_never_shown_on_another() -> None:
    guest, other = make_guest("One"), make_guest("Two")
    guest.client.post(f"{guest.base}link/")
    other.client.cookies["fmassess-link"] = guest.client.cookies["fmassess-link"].value
    assert other.get().context["page"].resume_link is None
    assert link_of(guest.get())


def test_a_name_too_long_to_be_one_erases_nothing() -> None:
    guest = make_guest("Acme")
    page = guest.client.post(f"{guest.base}erase/", {"typed": "a" * 121})
    assert list(page.context["erasing"].errors) == ["typed"]
    assert Venture.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("a\nb", "a b"), ("  a \t b ", "a b"), ("a\u202etxt", "atxt"), ("\u2067a\u2069", "a")],
)
def test_a_name_is_one_line_and_turns_no_direction(typed: str, stored: str) -> None:
    guest = make_guest("Acme")
    guest.client.post(f"{guest.base}venture/", {"name": typed, "stage": ""})
    assert Venture.objects.get().name == stored
    assert guest.client.post(f"{guest.base}erase/", {"typed": stored}).status_code == 302


def test_a_name_that_is_stored_longer_than_it_was_typed_is_refused() -> None:
    guest = make_guest("Acme")
    page = guest.client.post(f"{guest.base}venture/", {"name": "\U0001d160" * 120, "stage": ""})
    assert list(page.context["names"].errors) == ["name"]
    assert Venture.objects.get().name == "Acme"
