"""A cohort's settings, by those who manage it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from questionnaire.bank.models import Edition
from questionnaire.cohort.asking import asked_disclosure
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.models import Cohort, Round
from questionnaire.people.models import AcceleratorMember
from questionnaire.vocabulary import AcceleratorRole
from tests.cohort.inviting.rooms import room
from tests.factories import (
    make_cohort,
    make_draft,
    make_edition,
    make_enrolment,
    make_shipped_edition,
)

pytestmark = pytest.mark.django_db


def said(edition: Edition, /, **more: object) -> dict[str, object]:
    return {
        "name": " Spring\n2027 ", "edition": str(edition.pk), "starts_on": "2027-01-10",
        "ends_on": "2027-06-30", "required": ["funding"], "why": "To prepare.", "path": "on",
        "scores": ["funding", "ethics"], "answers": ["funding"],
        "midterm_opens": "2027-03-01", "midterm_closes": "2027-03-15", **more,
    }  # fmt: skip


def test_a_manager_makes_a_cohort_and_changes_what_it_asks() -> None:
    here = room(edition=make_shipped_edition())
    where = reverse("new-cohort", args=[here.cohort.accelerator_id])
    came = here.client.post(where, said(here.cohort.edition))
    made = Cohort.objects.exclude(pk=here.cohort.pk).get()
    assert came["Location"] == reverse("cohort-invite", args=[made.pk])
    assert (made.name, made.starts_on, made.required, made.why) == (
        "Spring 2027", dt.date(2027, 1, 10), ["funding"], "To prepare.",
    )  # fmt: skip
    assert asked_disclosure(made) == Disclosure(
        scores=frozenset({"funding", "ethics"}), answers=frozenset({"funding"}), path=True
    )
    assert list(made.rounds.values_list("kind", "opens_on", "closes_on")) == [
        ("midterm", dt.date(2027, 3, 1), dt.date(2027, 3, 15))
    ]
    where = reverse("cohort-settings", args=[made.pk])
    page = here.client.get(where)
    assert page.context["form"]["midterm_opens"].value() == dt.date(2027, 3, 1)
    other = {"midterm_opens": "", "midterm_closes": "", "intake_opens": "2027-01-10",
             "intake_closes": "2027-01-20", "scores": [], "answers": [], "path": ""}  # fmt: skip
    changed = {key: value for key, value in said(made.edition, **other).items() if value}
    here.client.post(where, changed)
    made.refresh_from_db()
    assert (made.asks, [one.kind for one in made.rounds.all()]) == ({}, ["intake"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2026-01-01"}, "ends_on"),
        ({"midterm_closes": ""}, "midterm_closes"),
        ({"midterm_closes": "2027-02-01"}, "midterm_closes"),
        ({"answers": ["team"]}, "answers"),
        ({"name": "\u200b "}, "name"),
        ({"edition": str(uuid.uuid4())}, "edition"),
        ({"required": ["nonsense"]}, "required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    wrong: dict[str, object], field: str
) -> None:
    here = room(edition=make_shipped_edition())
    where = reverse("cohort-settings", args=[here.cohort.pk])
    page = here.client.post(where, said(here.cohort.edition, **wrong))
    assert list(page.context["form"].errors) == [field]
    assert Round.objects.count() == 0


def test_the_edition_stays_once_a_venture_is_in_and_a_draft_is_never_offered() -> None:
    here = room(edition=make_shipped_edition())
    other, draft = make_edition(), make_draft()
    where = reverse("cohort-settings", args=[here.cohort.pk])
    page = here.client.post(where, said(draft))
    assert list(page.context["form"].errors) == ["edition"]
    page = here.client.post(where, said(other))  # which has funding alone
    assert list(page.context["form"].errors) == ["scores"]
    here.client.post(where, said(other, scores=["funding"]))
    assert Cohort.objects.get().edition_id == other.pk
    make_enrolment(cohort=here.cohort)
    page = here.client.post(where, said(here.cohort.edition))
    assert list(page.context["form"].errors) == ["edition"]
    assert Cohort.objects.get(pk=here.cohort.pk).edition_id == other.pk


def test_closing_and_opening_again_is_for_managers() -> None:
    here = room()
    where = reverse("close-cohort", args=[here.cohort.pk])
    here.client.post(where, {"do": "close"})
    assert Cohort.objects.get().closed_at is not None
    assert "closed" in here.client.get(reverse("cohorts")).content.decode()
    here.client.post(where, {"do": "open"})
    assert Cohort.objects.get().closed_at is None
    for role in (AcceleratorRole.REVIEWER, AcceleratorRole.GUEST):
        AcceleratorMember.objects.update(role=role)
        assert here.client.post(where, {"do": "close"}).status_code == 404
    assert Cohort.objects.get().closed_at is None


def test_scope_follows_the_role_and_the_accelerator() -> None:
    here = room()
    make_cohort()
    reads = {role: 0 for role in AcceleratorRole}
    for role in AcceleratorRole:
        AcceleratorMember.objects.update(role=role)
        reads[role] = sum(
            rows.count()
            for rows in (
                Cohort.objects.visible_to(here.by),
                Cohort.objects.reviewed_by(here.by),
                Cohort.objects.managed_by(here.by),
            )
        )
    assert reads == {"owner": 3, "manager": 3, "reviewer": 2, "guest": 1}
