"""A founder's way into a cohort, and what is shared by it: nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.assessment.models import Assessment
from questionnaire.cohort.disclosure import columns_of, with_answers
from questionnaire.cohort.inviting.actions import end_join_link, make_join_link, new_link
from questionnaire.cohort.inviting.joining.actions import Ended, join_cohort, start_and_join
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink
from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.vocabulary import CONSENT_VERSION, VentureRole
from tests.access.world import signed_in
from tests.cohort.inviting.rooms import DAY, Room, room
from tests.factories import (
    NOW,
    make_assessment,
    make_shipped_edition,
    make_user,
    make_venture_member,
)

pytestmark = pytest.mark.django_db


def invited(here: Room) -> str:
    here.invite("ada@example.org; Almendra", at=timezone.now(), mail=False)
    return new_link(invitation=CohortInvitation.objects.get(), by=here.by, at=timezone.now())


def asking() -> Room:
    here = room(edition=make_shipped_edition())
    here.cohort.asks = columns_of(with_answers(["funding"], path=False))
    here.cohort.required, here.cohort.why = ["ethics"], "To ask less <b>in person</b>."
    here.cohort.save()
    return here


def test_a_guest_reads_who_asks_what_and_why_begins_a_venture_and_shares_nothing() -> None:
    here, browser = asking(), Client()
    where = reverse("invited", args=[invited(here)])
    page = browser.get(where)
    words = page.content.decode()
    for said in ("Mia Manager", here.cohort.name, "Ethics and education", "Funding",
                 "To ask less &lt;b&gt;in person&lt;/b&gt;."):  # fmt: skip
        assert said in words
    never = "Never shown: an answer that you have not sent, a draft, your decision, your plan,"
    assert never in words
    assert page["Referrer-Policy"] == "strict-origin"
    assert here.states(timezone.now()) == {"ada": "opened"}
    chosen = browser.post(where)
    assert here.states(timezone.now()) == {"ada": "started"}
    form = browser.get(chosen["Location"])
    assert form.context["form"]["name"].value() == "Almendra"
    came = browser.post(chosen["Location"], {"venture": "new", "name": "Almendra", "stage": ""})
    found = Assessment.objects.get()
    assert came["Location"] == reverse("overview", args=[found.pk])
    assert (found.edition_id, here.states(timezone.now())) == (
        here.cohort.edition_id, {"ada": "enrolled"},
    )  # fmt: skip
    enrolment = Enrolment.objects.get()
    assert (enrolment.consented_at, enrolment.categories, enrolment.path) == (None, [], False)
    assert Consent.objects.count() == 0
    again = browser.get(where)  # who joined comes back to where they decide
    assert again["Location"] == reverse("sharing", args=[found.pk, enrolment.pk])
    assert never in browser.get(again["Location"]).content.decode()  # the same promise
    stranger = Client().get(where)
    assert (stranger.status_code, here.cohort.name in stranger.content.decode()) == (404, False)


def test_what_is_asked_for_is_offered_ticked_by_nobody_and_previewed_exactly() -> None:
    here = asking()
    member = make_venture_member()
    found = make_assessment(venture=member.venture, edition=here.cohort.edition)
    founder = signed_in(member.user)
    where = reverse("invited-venture", args=[invited(here)])
    came = founder.post(where, {"venture": str(member.venture_id)})
    enrolment = Enrolment.objects.get()
    sharing = reverse("sharing", args=[found.pk, enrolment.pk])
    assert came["Location"] == sharing
    page = founder.get(sharing)
    assert not any(tick.ticked for _, row in page.context["form"].rows for tick in row)
    asked = {
        (tick.part, tick.key)
        for _, row in page.context["asked_form"].rows
        for tick in row
        if tick.ticked
    }
    assert asked == {("scores", "funding"), ("answers", "funding")}
    said = {"text_version": str(CONSENT_VERSION), "scores": ["funding"], "answers": ["funding"]}
    preview = founder.post(reverse("sharing-preview", args=[found.pk, enrolment.pk]), said)
    assert "This is exactly what" in preview.content.decode()
    assert Enrolment.objects.get().consented_at is None
    founder.post(sharing, said)  # "ethics" is required: whoever withholds it is asked once
    assert Enrolment.objects.get().categories == []
    founder.post(sharing, said | {"knowing": "on"})
    assert Enrolment.objects.get().categories == ["funding"]


def test_only_who_owns_a_venture_joins_with_it() -> None:
    here = room()
    token = invited(here)
    editor = make_venture_member(role=VentureRole.EDITOR)
    where = reverse("invited-venture", args=[token])
    for chosen in (str(editor.venture_id), "no-id"):
        answer = signed_in(editor.user).post(where, {"venture": chosen})
        assert answer["Location"] == where
    with pytest.raises(Venture.DoesNotExist):
        join_cohort(token=token, venture=editor.venture_id, by=Actor(editor.user_id), at=NOW)
    assert Enrolment.objects.count() == 0


def test_a_venture_that_left_comes_back_by_a_new_invitation_and_shares_nothing() -> None:
    here = room()
    member = make_venture_member()
    by = Actor(user_id=member.user_id, at=timezone.now())
    at = timezone.now()
    enrolment = join_cohort(token=invited(here), venture=member.venture_id, by=by, at=at)
    share(enrolment=enrolment, shared=with_answers(["funding"]), by=by, at=at)
    leave(enrolment=enrolment, by=by, at=at)
    assert here.invite("ada@example.org", at=at, mail=False) == 1
    waiting = CohortInvitation.objects.get(enrolled_at=None)
    token = new_link(invitation=waiting, by=here.by, at=at)
    back = join_cohort(token=token, venture=member.venture_id, by=by, at=at)
    row = Enrolment.objects.get()
    assert (back.pk, row.revoked_at, row.consented_at, row.categories) == (
        enrolment.pk, None, None, [],
    )  # fmt: skip
    erase_venture(venture=member.venture, by=by)
    assert CohortInvitation.objects.count() == 0  # what names its founder goes along


def test_a_link_for_many_holds_to_its_limit_its_end_and_its_manager() -> None:
    here = room()
    link, token = make_join_link(cohort=here.cohort, most=2, lasts=DAY, by=here.by, at=NOW)
    members = [make_venture_member() for _ in range(3)]

    def join(number: int, at: dt.datetime = NOW) -> Enrolment:
        one = members[number]
        return join_cohort(token=token, venture=one.venture_id, by=Actor(one.user_id), at=at)

    assert join(0).pk == join(0).pk  # twice spends once
    join(1)
    with pytest.raises(Ended):
        join(2)
    JoinLink.objects.update(most=9)
    with pytest.raises(Ended):
        join(2, NOW + 2 * DAY)
    end_join_link(link=link, by=here.by, at=NOW)
    with pytest.raises(Ended):
        join(2)
    with pytest.raises(Ended):
        start_and_join(token=token, name="Four", stage="", by=Actor(), at=NOW)
    assert (Enrolment.objects.count(), JoinLink.objects.get().used) == (2, 2)
    assert not Venture.objects.filter(name="Four").exists()


def test_an_invitation_outlives_the_account_of_who_made_it() -> None:
    here = room()
    where = reverse("invited", args=[invited(here)])
    here.user.delete()
    words = Client().get(where).content.decode()
    assert (here.cohort.accelerator.name in words, "None" in words) == (True, False)


def test_nobodys_address_stands_on_a_page_of_an_invitation_nor_any_name_on_a_link_for_many() -> (
    None
):
    here = room()
    token = invited(here)
    _, many = make_join_link(cohort=here.cohort, most=9, lasts=DAY, by=here.by, at=timezone.now())
    public = Client().get(reverse("invited", args=[many])).content.decode()
    assert (here.cohort.accelerator.name in public, "Mia" in public) == (True, False)
    here.user.name = ""
    here.user.save()
    for each in (token, many):
        assert here.user.email not in Client().get(reverse("invited", args=[each])).content.decode()


def test_who_signs_in_chooses_among_own_ventures() -> None:
    here = room()
    user = make_user()
    mine = make_venture_member(user=user).venture
    make_venture_member(user=user, role=VentureRole.EDITOR)
    page = signed_in(user).get(reverse("invited-venture", args=[invited(here)]))
    assert page.context["own"] == [(mine.pk, mine.name)]
