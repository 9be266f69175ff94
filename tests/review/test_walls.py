"""Every address of reviews tried by everybody: nothing hidden is reached by any page, file, count
or refusal, and what is not one's own answers like what does not exist."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.review.models import Alias, Outcome, Review, ReviewStep
from tests.factories import make_user, make_venture_member
from tests.harness.once import made_once
from tests.report.sent import signed_in
from tests.review.rooms import CANARY, SHARED, Panel, batch_of, form_of, panel

pytestmark = pytest.mark.django_db
HIDDEN = (f"{CANARY}-sven", f"{SHARED}-sven", "55 of 100", "2.75", "Sven")


def addresses(room: Panel) -> list[str]:
    """Every address of the reviewing of this room."""
    venture = room.ventures[0].pk
    own = [f"/reviews/{one.pk}/" for one in Review.objects.filter(enrolment__cohort=room.cohort)]
    ends = ("reviews/", "rubric/", "assignment/", "results/", "results.csv", f"{venture}/reviews/")
    return [*own, *(room.url(end) for end in ends)]


def scene() -> Panel:
    """Rosa has not submitted, Sven has; a founder of the venture is signed in."""
    room = panel()
    room.ask("rosa", 0)
    [theirs] = room.ask("sven", 0)
    room.write("sven", theirs)
    room.founder(0)
    return room


ground, room = made_once(scene)


def strangers(room: Panel) -> dict[str, Client]:
    """Everybody who has no business there at all."""
    other = panel(room.cohort.edition)
    return {
        "guest of the accelerator": room.clients["guest"],
        "founder": room.clients["founder0"],
        "another tenant's manager": other.clients["manager"],
        "another tenant's reviewer": other.clients["rosa"],
        "anybody": signed_in(make_user()),
    }


def test_strangers_get_the_404_of_nothing_from_every_address_by_any_method(room: Panel) -> None:
    state = [list(model.objects.values()) for model in (Review, ReviewStep, Outcome, Alias)]
    for who, client in strangers(room).items():
        absent = client.get(f"/reviews/{uuid.uuid4()}/")
        for address in addresses(room):
            got = client.get(address)
            assert (got.status_code, got.content) == (404, absent.content), (who, address)
            for sent in ({}, {"do": "submit"}, batch_of({room.ventures[0]: "admitted"})):
                assert client.post(address, sent).status_code in (404, 405), (who, address)
        assert client.post(room.url("rubric/settings/"), {"aliases": "on"}).status_code == 404
    assert [list(model.objects.values()) for model in (Review, ReviewStep, Outcome, Alias)] == state
    for address in addresses(room):  # whoever is not signed in is asked to sign in
        assert Client().get(address).status_code == 302


def test_a_reviewer_whose_own_is_not_in_finds_nothing_of_the_others_anywhere(room: Panel) -> None:
    rosa, mine = room.clients["rosa"], Review.objects.get(reviewer=room.people["rosa"])
    told = []
    for address in (*addresses(room), "/reviews/", "/cohorts/", room.url(),
                    room.url(f"{room.ventures[0].pk}/")):  # fmt: skip
        told.append(rosa.get(address))
    for sent in (
        form_of(mine, room.rubric, base="9"),
        form_of(mine, room.rubric, score_team="9"),
        {"do": "submit"},
    ):
        told.append(rosa.post(f"/reviews/{mine.pk}/", sent))
    for one in told:
        for word in HIDDEN:
            assert word not in one.content.decode(), (one.request["PATH_INFO"], word)
    theirs = Review.objects.get(reviewer=room.people["sven"])
    assert rosa.get(f"/reviews/{theirs.pk}/").status_code == 404  # not even once her own is in
    room.write("rosa", mine)
    assert rosa.get(f"/reviews/{theirs.pk}/").status_code == 404
    assert rosa.post(f"/reviews/{theirs.pk}/", form_of(theirs, room.rubric)).status_code == 404
    venture = rosa.get(room.url(f"{room.ventures[0].pk}/reviews/")).content.decode()
    assert f"{CANARY}-sven" in venture
    assert rosa.get(room.url(f"{room.ventures[1].pk}/reviews/")).status_code == 404


def test_the_queryset_alone_hides_them(room: Panel) -> None:
    mine = Review.objects.get(reviewer=room.people["rosa"])
    theirs = Review.objects.get(reviewer=room.people["sven"])

    def read(who: str) -> set[uuid.UUID]:
        return set(Review.objects.readable_by(room.by(who)).values_list("pk", flat=True))

    assert read("rosa") == {mine.pk}
    assert read("sven") == {theirs.pk}  # a draft is its writer's alone
    assert read("manager") == {theirs.pk}
    assert read("guest") == read("founder0") == set()
    assert Review.objects.readable_by(Actor()).count() == 0
    [own] = room.ask("manager", 0)
    assert read("manager") == {own.pk}
    room.write("manager", own)
    assert read("manager") == {own.pk, theirs.pk}
    room.write("rosa", mine, conflict=True)
    assert read("rosa") == {mine.pk}


def test_one_tenants_manager_reaches_nothing_of_another_through_ids_in_a_form(room: Panel) -> None:
    other = panel(room.cohort.edition)
    manager, here = other.clients["manager"], other.url(f"{other.ventures[0].pk}/reviews/")
    theirs = Review.objects.get(reviewer=room.people["sven"])
    for doing in ("remove", "give", "hand-back"):
        sent = {"do": doing, "review": str(theirs.pk), "reviewer": other.people["rosa"].pk}
        assert manager.post(here, sent).status_code == 404, doing
    mixed = other.url(f"{room.ventures[0].pk}/reviews/")
    assert manager.get(mixed).status_code == 404
    sent = {"do": "add", "reviewer": room.people["rosa"].pk}  # a person of another tenant
    assert manager.post(here, sent).status_code == 409
    assert Review.objects.filter(enrolment__cohort=other.cohort).count() == 0
    assert Review.objects.get(pk=theirs.pk).submitted_at is not None


def test_founders_learn_neither_numbers_nor_names_nor_that_they_were_given(room: Panel) -> None:
    before = room.clients["founder0"].get(room.sharing()).content.decode()
    assert "being reviewed" in before
    for word in (*HIDDEN, "Rosa", CANARY, SHARED, "1 of 2"):
        assert word not in before, word
    assert Cohort.objects.visible_to(room.by("founder0")).count() == 0


def test_an_accelerator_that_demands_a_second_factor_shows_no_review_without_one(
    room: Panel,
) -> None:
    accelerator = room.cohort.accelerator
    accelerator.second_factor = True
    accelerator.save()
    for who in ("rosa", "sven", "manager"):
        for address in addresses(room):
            got = room.clients[who].get(address)
            assert got.status_code in (302, 404), (who, address)  # how to set one up, or nothing
            assert room.ventures[0].venture.name not in got.content.decode()


def test_a_founder_who_is_of_the_accelerator_too_reads_nothing_about_their_own_venture(
    room: Panel,
) -> None:
    for who in ("manager", "rosa"):
        make_venture_member(venture=room.ventures[0].venture, user=room.people[who])
    mine = Review.objects.get(reviewer=room.people["rosa"])
    assert room.clients["rosa"].get(f"/reviews/{mine.pk}/").status_code == 404
    manager, where = room.clients["manager"], room.url(f"{room.ventures[0].pk}/reviews/")
    assert manager.get(where).status_code == 404
    assert manager.post(where, {"do": "release"}).status_code == 404
    for end in ("results/", "results.csv", "assignment/"):
        told = manager.get(room.url(end)).content.decode()
        assert not any(word in told for word in HIDDEN[:4]), end
    sent = batch_of({room.ventures[0]: "admitted"})
    assert manager.post(room.url("results/"), sent).status_code == 409
    assert Review.objects.readable_by(room.by("manager")).count() == 0
    assert Outcome.objects.count() == 0
