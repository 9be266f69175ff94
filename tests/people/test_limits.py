"""What is asked for too often is answered 429; nothing is lost, and nobody else is slowed."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from typing import Any, cast

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from fmassess.faults import TooMany
from questionnaire.assessment.models import AnswerRevision, Assessment
from questionnaire.cohort.inviting.actions import make_join_link
from questionnaire.cohort.models import Opening
from questionnaire.people import limits
from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.people.membership.actions import issue
from questionnaire.people.models import Grant, Invitation, VentureMember
from questionnaire.report.models import LinkOpening
from questionnaire.vocabulary import VentureRole
from tests.access.world import holding, signed_in
from tests.assessment.guests import Guest, make_guest, make_member
from tests.cohort.inviting.rooms import room
from tests.factories import make_grant, make_shipped_edition, make_user, make_venture_member
from tests.report.sent import founder_of, reported
from tests.report.sharing.test_links import Shown
from tests.report.what_if.test_views import HTMX
from tests.review.rooms import panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(settings: Any) -> Any:
    """Three of everything, so that a test need not send hundreds."""
    settings.LIMITS = {name: f"3/{rate.split('/', 1)[1]}" for name, rate in settings.LIMITS.items()}
    return settings


def start(client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).post("/start/", {"name": "Acme", "stage": ""}, **more)


# ---------------------------------------------------------------- starting


def test_one_address_starts_no_ventures_without_end(few: Any) -> None:
    make_shipped_edition()
    assert [start().status_code for _ in range(4)] == [302, 302, 302, 429]
    assert Assessment.objects.count() == 3
    assert start(REMOTE_ADDR="203.0.113.9").status_code == 429  # three by all together


def test_429_is_a_page_that_says_when_to_come_again(few: Any) -> None:
    make_shipped_edition()
    for _ in range(3):
        start()
    page = start()
    assert (page.headers["Retry-After"], page.headers["Cache-Control"]) == ("360", "no-store")
    assert b"A little slower, please" in page.content
    told = start(headers={"Accept": "application/json"})
    assert told.json()["problem"] == "This was asked for too often in a short while."


def test_a_forged_header_makes_nobody_another_address(few: Any) -> None:
    make_shipped_edition()
    few.LIMITS = {**few.LIMITS, "starts": "99/d/key"}
    forged = [
        start(headers={"X-Forwarded-For": f"198.51.100.{one}", "X-Real-IP": f"198.51.100.{one}"})
        for one in range(4)
    ]
    assert [one.status_code for one in forged] == [302, 302, 302, 429]
    assert start(REMOTE_ADDR="203.0.113.9").status_code == 302


def test_addresses_of_one_ipv6_network_count_together(few: Any) -> None:
    """As far as a customer's own may reach; and IPv4 stays what it is where it is written so."""
    make_shipped_edition()
    few.LIMITS = {**few.LIMITS, "starts": "99/d/key"}
    own = [start(REMOTE_ADDR=f"2001:db8:0:{one:x}::{one}").status_code for one in range(1, 5)]
    assert own == [302, 302, 302, 429]
    assert start(REMOTE_ADDR="2001:db8:1::1").status_code == 302
    mapped = [start(REMOTE_ADDR=f"::ffff:203.0.113.{one}").status_code for one in range(1, 5)]
    assert mapped == [302] * 4
    again = [start(REMOTE_ADDR=f"{way}203.0.113.1").status_code for way in ("", "::ffff:", "")]
    assert again == [302, 302, 429]


def test_whoever_began_already_goes_on_while_nobody_can_start(few: Any) -> None:
    guest = make_guest()
    for _ in range(3):
        start()
    assert start().status_code == 429
    assert guest.get().status_code == 200
    assert guest.save("funding-route", value="closed").status_code == 200


# ---------------------------------------------------------------- secret links


@pytest.mark.parametrize("kind", ["r", "join"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_secrets_are_not_guessed_without_end(few: Any, kind: str, method: str) -> None:
    make_shipped_edition()
    ended = make_grant()
    Grant.objects.filter(pk=ended.grant.pk).update(revoked_at=timezone.now())

    def guess(token: str) -> int:
        return int(getattr(Client(), method)(f"/{kind}/{token}/").status_code)

    assert 429 not in [guess(secrets.token_urlsafe(32)) for _ in range(3)]
    assert guess(secrets.token_urlsafe(32)) == 429
    assert guess(ended.token) == 429  # what ended tells no more than what never was
    assert Client(REMOTE_ADDR="203.0.113.9").get(f"/{kind}/{ended.token}/").status_code != 429


def test_rl03_good_links_go_on_working_behind_an_address_that_guesses(few: Any) -> None:
    """An office shares one address: whatever one of them tries, the others open their own."""
    make_shipped_edition()
    private, member = make_grant(), make_user()
    asked = issue(
        tenant=make_venture_member().venture, role=VentureRole.EDITOR, by=None,
        at=timezone.now(), email=member.email,
    )  # fmt: skip
    fair = room()
    _, many = make_join_link(
        cohort=fair.cohort, most=9, lasts=dt.timedelta(days=9), by=fair.by, at=timezone.now()
    )
    for _ in range(4):
        last = Client().get(f"/join/{secrets.token_urlsafe(32)}/")
    assert last.status_code == 429
    for path in (f"/r/{private.token}/", f"/join/{asked.token}/", f"/invited/{many}/"):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200
    assert Client().post(f"/r/{private.token}/").status_code == 302
    assert signed_in(member).post(f"/join/{asked.token}/").status_code == 302
    # Who joined by a link comes back by it; for everybody else it is over, like any other.
    assert Client().get(f"/join/{asked.token}/").status_code == 429


def test_good_links_are_never_slowed(few: Any) -> None:
    """A hall of founders behind one address opens its links at once."""
    make_shipped_edition()
    good = make_grant()
    for _ in range(5):
        assert Client().get(f"/r/{good.token}/").status_code == 200
        assert Client().post(f"/r/{good.token}/").status_code == 302


# ---------------------------------------------------------------- saving


def note(guest: Guest, number: int) -> Any:
    """The edit of this number to one answer."""
    return guest.save("funding-route", base=number, value="closed", note=f"Take {number}")


def test_who_saves_faster_than_anybody_types_is_slowed_and_nothing_is_dropped(
    settings: Any,
) -> None:
    settings.MOST_SAVES = 3
    guest = make_guest()
    assert [note(guest, number).status_code for number in range(10)] == [200] * 9 + [429]
    slow = note(guest, 9)
    assert (slow.headers["Retry-After"], AnswerRevision.objects.count()) == ("5", 9)
    settings.MOST_SAVES = 600
    assert note(guest, 9).json()["version"] == 10


def test_rl02_two_saves_in_a_second_for_a_minute_are_never_slowed() -> None:
    guest = make_guest()
    assert {note(guest, number).status_code for number in range(120)} == {200}


def test_only_the_last_minutes_count() -> None:
    guest = make_guest()
    note(guest, 0)
    soon, late = (
        AnswerRevision.objects.lately_by(Actor(at=timezone.now() + minutes)).count()
        for minutes in (dt.timedelta(minutes=4), dt.timedelta(minutes=6))
    )
    assert (soon, late) == (1, 0)


def test_a_whole_form_is_slowed_too(settings: Any) -> None:
    settings.MOST_SAVES = 1
    guest = make_guest()
    note(guest, 0)
    form = {"shown": "funding-route", "funding-route": "closed", "funding-route.base": 1}
    assert guest.client.post(f"{guest.base}c/funding/", form).status_code == 429
    assert AnswerRevision.objects.count() == 1


def test_each_member_types_at_their_own_pace(settings: Any) -> None:
    settings.MOST_SAVES = 9
    owner = make_member()
    venture = owner.assessment.venture
    other = make_venture_member(venture=venture, role=VentureRole.EDITOR)
    assert [note(owner, number).status_code for number in range(10)] == [200] * 9 + [429]
    second = Guest(signed_in(other.user), owner.assessment)
    assert note(second, 9).status_code == 200
    by_link = Guest(holding(make_grant(venture=venture).grant), owner.assessment)
    assert [note(by_link, number).status_code for number in range(10, 20)] == [200] * 9 + [429]


# ---------------------------------------------------------------- what else is kept, and mail


def test_other_changes_end_somewhere_and_nobody_uses_up_another_ones(few: Any) -> None:
    owner = make_member()
    link = f"{owner.base}link/"
    held = make_grant(venture=owner.assessment.venture)
    by_link = holding(held.grant)
    assert [by_link.post(link).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert Grant.objects.count() == 4
    assert owner.client.post(link, {"end": "1"}).status_code == 302  # and so it is over
    stranger = make_guest(name="Other")
    assert stranger.client.post(link).status_code == 404


def test_answers_are_not_sent_over_and_over(few: Any) -> None:
    few.LIMITS = {**few.LIMITS, "write": "99/h/key"}
    guest = make_guest()
    codes = []
    for _ in range(4):
        codes.append(guest.client.post(f"{guest.base}send/").status_code)
        guest.client.post(f"{guest.base}reopen/")
    assert codes == [302, 302, 302, 429]


def test_nobodys_mailbox_is_filled_with_invitations(few: Any, mailoutbox: list[Any]) -> None:
    few.LIMITS = {**few.LIMITS, "write": "99/h/key", "invitation": "5/d/key"}
    owner = make_member()
    form = {"email": "victim@example.com", "role": "editor"}
    codes = [owner.client.post(f"{owner.base}members/", form).status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]
    refused = owner.client.post(f"{owner.base}members/", form)
    assert b"hand the link over yourself" in refused.content
    assert len(mailoutbox) == 3
    again = make_member(email="another@example.org")  # of whom others wrote to, nobody learns
    told = []
    for email in ("VICTIM@example.com", "nobody@example.com"):
        sent = form | {"email": email}
        asked = again.client.post(f"{again.base}members/", sent, follow=True)
        told.append([asked.status_code, str(*asked.context["messages"]).replace(email, "X")])
        assert asked.context["link"]
    assert told[0] == told[1]
    assert [one.to for one in mailoutbox[3:]] == [["nobody@example.com"]]
    by_hand = owner.client.post(f"{owner.base}members/", {"email": "", "role": "editor"})
    assert by_hand.status_code == 302
    assert Invitation.objects.filter(email="").count() == 1


def test_whoever_begins_many_ventures_mails_no_more_strangers(
    few: Any, mailoutbox: list[Any]
) -> None:
    few.LIMITS = {**few.LIMITS, "start": "99/h/ip", "starts": "99/d/key"}
    for number in range(4):
        one = make_member(email=f"owner{number}@example.org")
        form = {"email": f"stranger{number}@example.com", "role": "editor"}
        last = one.client.post(f"{one.base}members/", form)
    assert (last.status_code, len(mailoutbox)) == (429, 3)
    elsewhere = one.client.post(f"{one.base}members/", form, REMOTE_ADDR="203.0.113.9")
    assert (elsewhere.status_code, len(mailoutbox)) == (302, 4)


def test_a_member_is_not_told_of_a_category_over_and_over(few: Any, mailoutbox: list[Any]) -> None:
    few.LIMITS = {**few.LIMITS, "write": "99/h/key"}
    owner = make_member()
    other = make_venture_member(venture=owner.assessment.venture, user=make_user())
    for _ in range(5):
        owner.client.post(f"{owner.base}look-after/", {"member.funding": str(other.pk)})
        owner.client.post(f"{owner.base}look-after/", {"member.funding": ""})
    owner.client.post(f"{owner.base}look-after/", {"member.funding": str(other.pk)})
    assert len(mailoutbox) == 3
    assert VentureMember.objects.get(pk=other.pk).delegations.count() == 1


# ---------------------------------------------------------------- where it is counted


def test_several_processes_count_together_in_the_database(few: Any) -> None:
    """As outside of tests: Django's cache is a table there, which a migration makes."""
    kept = "django.core.cache.backends.db.DatabaseCache"
    few.CACHES = {"default": {"BACKEND": kept, "LOCATION": "fmassess_cache"}}
    make_shipped_edition()
    assert [start().status_code for _ in range(4)] == [302, 302, 302, 429]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fmassess_cache WHERE cache_key LIKE '%%:start:%%'")
        assert cursor.fetchone() == (1,)


# ---------------------------------------------------------------- what costs much


def held_in_the_cache() -> list[str]:
    """The exports under way, as the cache that tests use names them."""
    return [key for key in cache._cache if "export/" in key]  # type: ignore[attr-defined]


@pytest.mark.parametrize("end", ["pdf", "xlsx", "csv", "json"])
def test_a_person_has_one_file_made_at_a_time(end: str) -> None:
    """RL-05. The second is asked for while the first is made."""
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    other = founder_of(report.submission.assessment.venture)
    found: list[Any] = []

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if not found and "questionnaire_report" in sql:
            found.append(None)
            found[:] = [one.get(f"/reports/{report.pk}.{end}") for one in (client, other)]
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        assert client.get(f"/reports/{report.pk}.{end}").status_code == 200
    assert [one.status_code for one in found] == [429, 200]
    assert int(found[0].headers["Retry-After"]) <= 5
    assert client.get(f"/reports/{report.pk}.{end}").status_code == 200  # the first is done
    assert client.get(f"/reports/{secrets.token_hex(16)}.{end}").status_code == 404
    assert held_in_the_cache() == []


def test_a_file_that_nobody_reads_holds_its_readers_turn_for_seconds_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five at once: one runs, the others are told when to come again. Left unread, it lets go."""
    monkeypatch.setattr(limits, "READ_LASTS", 1)
    request = cast(ActorRequest, RequestFactory().get("/"))
    request.actor = Actor(user_id=make_user().pk)

    @limits.one_export_at_a_time
    def export(request: ActorRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(iter((b"one", b"two")))

    def waits() -> list[int]:
        with pytest.raises(TooMany) as told:
            export(request)
        return [told.value.seconds]

    first = export(request)
    pieces = iter(first.streaming_content)
    assert [waits() for _ in range(4)] == 4 * [[limits.RETRY_EXPORT]]
    assert (next(pieces), waits()) == (b"one", [1])  # as long as it may be left unread
    time.sleep(1.1)
    later = export(request)
    assert next(iter(later.streaming_content)) == b"one"
    assert list(pieces) == [b"two"]  # its own turn is over: it takes nobody else's away
    assert waits() == [1]
    later.close()
    assert held_in_the_cache() == []
    assert b"".join(export(request).streaming_content) == b"onetwo"
    assert held_in_the_cache() == []


def test_a_link_to_a_report_is_not_opened_without_end(few: Any) -> None:
    shown = Shown()
    link = shown.makes()
    assert [shown.reader.post(link).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert LinkOpening.objects.count() == 3
    file = shown.reader.get(f"/reports/{shown.report.pk}.json")  # counts as one more
    assert (file.status_code, LinkOpening.objects.count()) == (429, 3)


def test_nobody_looks_without_end_nor_unrecorded_and_others_go_on(few: Any) -> None:
    """Each look is a row that founders read; it is counted in tens, and used up is used up."""
    room = panel(ventures=1)
    [review] = room.ask("sven", 0)
    manager, ends = room.clients["manager"], (room.url(""), room.url("results/"))
    codes = [manager.get(ends[n % 2]).status_code for n in range(33)]
    assert codes == 30 * [200] + 3 * [429]
    assert Opening.objects.count() == 30
    refused = manager.head(ends[0])
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "360")
    assert "asked for too often" in manager.get(ends[0]).content.decode()
    assert room.clients["sven"].get(f"/reviews/{review.pk}/").status_code == 200
    assert Opening.objects.count() == 31


def test_a_what_if_is_not_asked_without_end(few: Any) -> None:
    report = reported()
    found = report.submission.assessment
    client, other = founder_of(found.venture), founder_of(found.venture)
    where = [f"/reports/{report.pk}/what-if/", f"/a/{found.pk}/what-if/"]
    codes = [client.post(where[n % 2], headers=HTMX).status_code for n in range(31)]
    assert codes == 30 * [200] + [429]  # it is counted in tens
    assert client.get(where[0]).status_code == other.post(where[0]).status_code == 200


def test_scenarios_are_counted_as_every_change(few: Any) -> None:
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    form = {"shown": "funding-route", "funding-route": "closed"}
    where = f"/reports/{report.pk}/scenarios/"
    codes = [client.post(where, {**form, "name": f"No. {n}"}).status_code for n in range(4)]
    assert codes == [302, 302, 302, 429]
