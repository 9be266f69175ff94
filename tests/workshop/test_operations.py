"""Operations become nobody: what the workshop lets an operator change, model by model."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from questionnaire.erasure.models import Erased
from questionnaire.people.models import AcceleratorInvitation, AcceleratorMember, User
from questionnaire.workshop.access import Offered
from tests.access.world import signed_in
from tests.factories import (
    make_accelerator_member,
    make_edition,
    make_editor,
    make_enrolment,
    make_user,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
BANK = {
    "Edition", "Category", "Question", "Path", "Tension", "Action", "Milestone", "ReversalLine",
    "Fact", "Persona",
}  # fmt: skip
"""What we ask: editors change drafts of it, and nobody anything else."""
MAY = {
    # model: (what is written in a new one, what is changed in one that is there)
    "questionnaire.User": (
        {"email", "name", "is_active", "is_staff", "groups"},
        {"name", "is_active", "is_staff", "groups"},
    ),
    "questionnaire.Venture": (set(), {"name", "stage"}),
    "questionnaire.Accelerator": (
        {"name", "second_factor", "owner_email"}, {"name", "second_factor", "owner_email"},
    ),
    "questionnaire.Cohort": (
        {"accelerator", "edition", "name", "starts_on", "ends_on", "Enrolment.venture"},
        {"name", "starts_on", "ends_on", "Enrolment.venture"},
    ),
    "mfa.Authenticator": (set(), set()),
    "django_tasks_database.DBTaskResult": (set(), set()),
}  # fmt: skip
JUNK = ("abc", "", "-1", "9" * 25, "a\x00b", "00000000-0000-0000-0000-000000000000")


def operator() -> User:
    return make_user(is_staff=True, is_superuser=True)


def written(pages: admin.ModelAdmin[Any], user: User, row: Model | None) -> set[str]:
    """The fields that a page takes from an operator, those of what stands below it too."""
    request = RequestFactory().get("/")
    request.user = user
    allowed = (
        pages.has_change_permission(request, row) if row else pages.has_add_permission(request)
    )
    if not allowed:
        return set()
    found = set(pages.get_form(request, row, change=row is not None).base_fields)
    for inline in pages.get_inline_instances(request, row):
        if inline.has_add_permission(request, row) or inline.has_change_permission(request, row):
            fields = inline.get_formset(request, row).form.base_fields
            found |= {f"{inline.model.__name__}.{one}" for one in fields}
    return found


def test_every_model_of_the_workshop_is_named_with_what_may_be_written_in_it() -> None:
    user, enrolment = operator(), make_enrolment()
    make_accelerator_member(accelerator=enrolment.cohort.accelerator)
    pages = admin.site._registry
    known = {model._meta.label: one for model, one in pages.items() if model.__name__ not in BANK}
    found = {
        label: (written(one, user, None), written(one, user, one.model()))
        for label, one in known.items()
    }
    assert found == MAY
    assert {model.__name__ for model in pages} >= BANK
    assert all(isinstance(one, Offered) for one in pages.values())


@pytest.mark.parametrize("model", ["account_emailaddress", "auth_group", "questionnaire_session"])
def test_what_somebody_is_known_by_has_no_page(model: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{model}_changelist")


def test_an_operator_takes_over_no_account() -> None:
    founder, client = make_user(email="ada@example.org"), signed_in(operator())
    forged = {"user": founder.pk, "email": "evil@example.org", "verified": "on", "primary": "on"}
    assert client.post("/workshop/account/emailaddress/add/", forged).status_code == 404
    assert not EmailAddress.objects.filter(email="evil@example.org").exists()
    where = reverse("admin:questionnaire_user_change", args=[founder.pk])
    changed = client.post(
        where, {"email": "evil@example.org", "name": "Ada", "is_active": "on", "password": "evil",
                "is_superuser": "on"},
    )  # fmt: skip
    assert changed.status_code == 302
    founder = get_user_model().objects.get(pk=founder.pk)
    assert (founder.email, founder.name, founder.is_superuser) == ("ada@example.org", "Ada", False)
    assert not founder.check_password("evil")


def test_an_operator_comes_into_no_accelerator_that_has_an_owner() -> None:
    owner, user = make_accelerator_member(role="owner"), operator()
    accelerator, client = owner.accelerator, signed_in(user)
    where = reverse("admin:questionnaire_accelerator_change", args=[accelerator.pk])
    form = {
        "name": accelerator.name, "members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0",
        "members-0-user": user.pk, "members-0-role": "owner",
    }  # fmt: skip
    assert client.post(where, form).status_code == 302
    assert list(AcceleratorMember.objects.all()) == [owner]
    page = client.post(where, form | {"owner_email": user.email})
    assert "has an owner, who invites others on the site" in page.content.decode()
    assert not AcceleratorInvitation.objects.exists()


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_of_a_list_nothing_is_chosen_but_its_rows(junk: str) -> None:
    make_edition()
    make_venture_member()
    clients = {True: signed_in(make_editor()), False: signed_in(operator())}
    for model in admin.site._registry:
        client: Client = clients[model.__name__ in BANK]
        where = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        form = {"action": "delete_selected", "_selected_action": junk, "post": "yes"}
        before = model._default_manager.count()  # type: ignore[attr-defined]
        for more in ({}, {"index": "0"}):
            answer = client.post(where, form | more)  # as multipart, which no guard reads
            assert answer.status_code in (200, 302), (model, more)
        assert model._default_manager.count() == before  # type: ignore[attr-defined]
    page = clients[True].post("/workshop/questionnaire/question/", form, follow=True)
    if junk in ("abc", "", "a\x00b"):
        assert "Choose rows by their boxes" in page.content.decode()


@pytest.mark.parametrize("several", [False, True])
def test_what_an_operator_deletes_is_noted_so_that_no_backup_brings_it_back(several: bool) -> None:
    client = signed_in(make_user(is_staff=True, is_superuser=True))
    venture, place = make_venture_member().venture, make_accelerator_member()
    for kind, one in (("venture", venture), ("accelerator", place.accelerator)):
        listed = reverse(f"admin:questionnaire_{kind}_changelist")
        if several:
            asked = {"action": "delete_selected", "_selected_action": [str(one.pk)], "post": "yes"}
            assert client.post(listed, asked).status_code == 302
        else:
            alone = reverse(f"admin:questionnaire_{kind}_delete", args=[one.pk])
            assert client.post(alone, {"post": "yes"}).status_code == 302
        assert not type(one)._base_manager.filter(pk=one.pk).exists()
    assert set(Erased.objects.values_list("kind", "key")) == {
        ("venture", str(venture.pk)), ("accelerator", str(place.accelerator_id)),
    }  # fmt: skip
