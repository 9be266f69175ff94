"""Private links and accounts: who holds what, and when it ends."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client

from questionnaire.assessment.models import Assessment
from questionnaire.people.actions import (
    attach_to_account,
    hash_token,
    open_venture_as_guest,
    open_venture_as_member,
    redeem_resume,
    renew_link,
)
from questionnaire.people.actor import Actor
from questionnaire.people.models import Grant, Venture, VentureMember
from questionnaire.vocabulary import GrantPurpose, VentureRole
from tests.assessment.guests import make_guest
from tests.assessment.test_actions import at_once
from tests.factories import NOW, make_grant, make_shipped_edition, make_user, make_venture

SECOND = dt.timedelta(seconds=1)


@pytest.mark.django_db
def test_a_link_carries_256_bits_and_only_its_hash_is_stored() -> None:
    issued = [make_grant() for _ in range(50)]
    assert len({one.token for one in issued}) == 50
    assert {len(one.token) for one in issued} == {43}  # 32 bytes in base 64
    stored = str(list(Grant.objects.values()))
    for one in issued:
        assert one.token not in stored
        assert hash_token(one.token) in stored


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "works"), [(-SECOND, True), (dt.timedelta(0), False)])
def test_a_link_ends_at_its_moment(after: dt.timedelta, works: bool) -> None:
    issued = make_grant(lasts=dt.timedelta(days=1))
    redeemed = redeem_resume(token=issued.token, at=issued.grant.expires_at + after)
    assert (redeemed is not None) is works


@pytest.mark.django_db
def test_a_link_of_another_purpose_is_no_resume_link() -> None:
    for purpose in GrantPurpose:
        redeemed = redeem_resume(token=make_grant(purpose=purpose).token, at=NOW)
        assert (redeemed is not None) is (purpose == GrantPurpose.RESUME)


@pytest.mark.django_db
def test_redeeming_is_counted_and_a_revoked_link_is_none() -> None:
    issued = make_grant()
    assert redeem_resume(token=issued.token, at=NOW) is not None
    assert redeem_resume(token=issued.token, at=NOW) is not None
    assert Grant.objects.get().used == 2
    Grant.objects.update(revoked_at=NOW)
    assert redeem_resume(token=issued.token, at=NOW) is None


@pytest.mark.django_db
def test_a_venture_is_seen_by_its_members_and_link_holders_alone() -> None:
    begun = open_venture_as_guest(name="Guest", stage="", at=NOW)
    user = make_user()
    owned = open_venture_as_member(name="Member", stage="", user_id=user.pk, at=NOW)
    seen = {
        who: set(Venture.objects.visible_to(actor).values_list("name", flat=True))
        for who, actor in {
            "nobody": Actor(at=NOW),
            "holder": Actor(grant_ids=(begun.grant.pk,), at=NOW),
            "late holder": Actor(grant_ids=(begun.grant.pk,), at=begun.grant.expires_at),
            "owner": Actor(user_id=user.pk, at=NOW),
            "another": Actor(user_id=make_user().pk, at=NOW),
        }.items()
    }
    assert seen == {
        "nobody": set(), "holder": {"Guest"}, "late holder": set(), "owner": {owned.name},
        "another": set(),
    }  # fmt: skip


@pytest.mark.django_db
def test_who_attaches_first_owns_and_every_link_goes_on_working() -> None:
    venture, user = make_venture(), make_user()
    mine, co_founders = make_grant(venture=venture).grant, make_grant(venture=venture).grant
    other = make_grant().grant
    assert attach_to_account(user_id=user.pk, grant_ids=[mine.pk], at=NOW) == 1
    assert VentureMember.objects.get().role == VentureRole.OWNER
    live = set(Grant.objects.live(NOW).values_list("pk", flat=True))
    assert live == {mine.pk, co_founders.pk, other.pk}


@pytest.mark.django_db
def test_who_attaches_later_edits() -> None:
    venture, owner, second = make_venture(), make_user(), make_user()
    VentureMember.objects.create(venture=venture, user=owner, role=VentureRole.OWNER)
    attach_to_account(user_id=second.pk, grant_ids=[make_grant(venture=venture).grant.pk], at=NOW)
    roles = dict(VentureMember.objects.values_list("user_id", "role"))
    assert roles == {owner.pk: VentureRole.OWNER, second.pk: VentureRole.EDITOR}


@pytest.mark.django_db
def test_an_owner_who_attaches_again_stays_owner() -> None:
    venture, owner = make_venture(), make_user()
    VentureMember.objects.create(venture=venture, user=owner, role=VentureRole.OWNER)
    attach_to_account(user_id=owner.pk, grant_ids=[make_grant(venture=venture).grant.pk], at=NOW)
    assert VentureMember.objects.get().role == VentureRole.OWNER


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["expired", "revoked", "another purpose"])
def test_a_dead_link_attaches_nothing(state: str) -> None:
    grant = make_grant(
        purpose=next(p for p in GrantPurpose if p != GrantPurpose.RESUME)
        if state == "another purpose"
        else GrantPurpose.RESUME
    ).grant
    if state == "revoked":
        Grant.objects.update(revoked_at=NOW)
    at = grant.expires_at if state == "expired" else NOW
    assert attach_to_account(user_id=make_user().pk, grant_ids=[grant.pk], at=at) == 0
    assert VentureMember.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_attach_at_once_one_owns() -> None:
    venture = make_venture()
    pairs = [(make_user().pk, make_grant(venture=venture).grant.pk) for _ in range(2)]
    start = threading.Barrier(2)

    def attach(user_id: int, grant: object) -> None:
        try:
            start.wait()
            attach_to_account(user_id=user_id, grant_ids=[grant], at=NOW)  # type: ignore[list-item]
        finally:
            connection.close()

    threads = [threading.Thread(target=attach, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    roles = sorted(VentureMember.objects.values_list("role", flat=True))
    assert roles == [VentureRole.EDITOR, VentureRole.OWNER]


@pytest.mark.django_db
def test_what_was_begun_as_a_guest_is_kept_by_signing_in_and_a_co_founder_stays() -> None:
    guest, user = make_guest(), make_user()
    elsewhere = Client()
    elsewhere.cookies = guest.client.cookies.copy()  # a co-founder with the same link
    guest.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    home = guest.client.get("/home/")
    assert home.context["begun"] == ["Acme Models"]
    assert guest.client.post("/attach/").headers["Location"] == "/home/"
    assert guest.client.get("/home/").context["begun"] == []
    assert guest.get().status_code == 200
    assert guest.save("funding-route", value="closed").status_code == 200
    assert elsewhere.get(guest.base).status_code == 200
    guest.client.post(f"{guest.base}link/", {"end": "1"})
    assert elsewhere.get(guest.base).status_code == 404


@pytest.mark.django_db
def test_who_has_an_account_begins_as_owner_without_a_link() -> None:
    make_shipped_edition()
    client, user = Client(), make_user()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    where = client.post("/start/", {"name": "Acme"}).headers["Location"]
    assert where == f"/a/{Assessment.objects.get().pk}/"
    assert VentureMember.objects.get().role == VentureRole.OWNER
    assert Grant.objects.count() == 0
    assert client.get(where).context["page"].resume_link is None


@pytest.mark.django_db
def test_a_link_page_tells_no_other_page_its_token() -> None:
    page = Client().get("/r/some-token/")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "no-store"
    assert "some-token" not in page.content.decode()


@pytest.mark.django_db
def test_who_came_by_a_link_that_was_ended_makes_no_new_one() -> None:
    venture = make_venture()
    leaked, own = make_grant(venture=venture).grant, make_grant(venture=venture).grant
    founder, finder = (Actor(grant_ids=(one.pk,), at=NOW) for one in (own, leaked))
    renewed = renew_link(venture=venture, by=founder, at=NOW, end_earlier=True)
    for late in (finder, founder):
        with pytest.raises(Venture.DoesNotExist):
            renew_link(venture=venture, by=late, at=NOW)
    assert list(Grant.objects.live(NOW)) == [renewed.grant]


@pytest.mark.django_db(transaction=True)
def test_of_links_made_while_all_are_ended_none_survives_of_those_made_before() -> None:
    """The database decides the order: each new link ends with the rest, or is refused."""
    for _ in range(5):
        venture = make_venture()
        leaked, own = make_grant(venture=venture).grant, make_grant(venture=venture).grant

        def make(
            number: int, venture: Venture = venture, own: Grant = own, leaked: Grant = leaked
        ) -> object:
            holder = own if number == 0 else leaked
            try:
                return renew_link(
                    venture=venture,
                    by=Actor(grant_ids=(holder.pk,), at=NOW),
                    at=NOW,
                    end_earlier=number == 0,
                )
            except Venture.DoesNotExist:
                return None

        founders, *_others = at_once(6, make)
        assert list(Grant.objects.live(NOW).filter(venture=venture)) == [founders.grant]


@pytest.mark.django_db
def test_of_what_a_browser_holds_one_live_key_per_venture_is_kept() -> None:
    one, two, three = (make_venture() for _ in range(3))
    dead = make_grant(venture=three).grant
    Grant.objects.update(revoked_at=NOW)
    held = [make_grant(venture=venture).grant for venture in (two, one, two, one)]
    kept = Grant.objects.one_per_venture([dead.pk, *(each.pk for each in held)], at=NOW)
    assert kept == [held[0].pk, held[1].pk]


@pytest.mark.django_db
def test_links_made_for_one_venture_push_no_other_out_of_the_browser() -> None:
    guest = make_guest("First")
    second = guest.client.post("/start/", {"name": "Second"}).headers["Location"]
    for _ in range(21):
        guest.client.post(f"{second}link/")
    assert (guest.get().status_code, guest.client.get(second).status_code) == (200, 200)


@pytest.mark.django_db
def test_signing_out_and_forgetting_leave_no_key_and_no_link_to_show() -> None:
    for address in ("/account/logout/", "/forget/"):
        guest = make_guest()
        guest.client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
        guest.client.post(f"{guest.base}link/")
        guest.client.cookies["fmassess-invited"] = "an invitation that was to be shown"
        assert guest.client.cookies["fmassess-link"].value
        gone = guest.client.post(address)
        assert gone.headers["Clear-Site-Data"] == '"cache"'
        assert guest.get().status_code == 404
        names = ("fmassess-link", "fmassess-invited", "fmassess-guest")
        assert {guest.client.cookies[name].value for name in names} == {""}
