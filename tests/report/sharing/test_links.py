"""Links to a report: made, opened, limited, ended; and what is recorded of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from questionnaire.people.actions import erase_venture, hash_token, redeem_resume
from questionnaire.people.actor import Actor
from questionnaire.people.models import Grant, Venture, VentureMember
from questionnaire.report.models import LinkOpening, Report, ReportLink
from questionnaire.report.sharing import actions
from questionnaire.report.sharing.actions import (
    MOST_WRONG,
    IssuedLink,
    TooManyTries,
    WrongPassphrase,
    end_link,
    make_link,
    open_link,
)
from questionnaire.vocabulary import GrantPurpose, VentureRole
from tests.access.world import holding
from tests.factories import make_enrolment, make_grant, make_user, make_venture_member
from tests.harness.once import made_once
from tests.report.sent import founder_of, reported, signed_in

pytestmark = pytest.mark.django_db
PHRASE = "four quiet words here"
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


class Shown:
    """A sent report, its founder's browser, and a reader's in which nobody is signed in."""

    def __init__(self) -> None:
        self.report = reported()
        self.assessment = self.report.submission.assessment
        self.venture = self.assessment.venture
        self.founder = founder_of(self.venture)
        self.reader = Client()
        self.links = f"/a/{self.assessment.pk}/links/"

    def makes(self, **said: str) -> str:
        """A new link's path, as it is shown once."""
        form = {"report": str(self.report.pk), "days": "30", **said}
        answer = self.founder.post(self.links, form)
        assert (answer.status_code, answer.headers["Location"]) == (302, self.links)
        link: str = self.founder.get(self.links).context["link"]
        return link.removeprefix("http://testserver")

    def opens(self, link: str, **said: str) -> str:
        """Where the button leads."""
        answer = self.reader.post(link, said)
        assert answer.status_code == 302, answer.content
        return str(answer.headers["Location"])

    def told(self) -> Any:
        return self.founder.get(self.links).context["page"]

    def ends(self) -> None:
        link = ReportLink.objects.latest("grant__created_at")
        self.founder.post(f"{self.links}{link.pk}/end/")


ground, one = made_once(Shown)


@pytest.fixture
def hashed_quickly(settings: Any) -> None:
    """A try takes no half second, as it does by the site's own hasher."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def issued(one: Shown, at: dt.datetime, **fields: Any) -> IssuedLink:
    owner = VentureMember.objects.get(venture=one.venture)
    values = {"label": "", "lasts": 30 * DAY, "passphrase": "", "with_notes": False, **fields}
    return make_link(report=one.report, by=Actor(owner.user_id), at=at, **values)


# ---------------------------------------------------------------- making


def test_a_link_is_shown_once_and_kept_as_a_hash(one: Shown) -> None:
    link = one.makes(label=" The  board ")
    token = link.split("/")[2]
    assert len(token) == 43  # 256 bits
    grant = Grant.objects.get(purpose=GrantPurpose.SHARE)
    assert grant.token_hash == hash_token(token)
    again = one.founder.get(one.links)
    assert again.context["link"] == ""
    assert token not in again.content.decode()
    [told] = again.context["page"].links
    assert (told.label, told.state, told.opened) == ("The board", "open", 0)
    assert told.ends_at - told.made_at == 30 * DAY


def test_a_passphrase_is_stored_with_the_sites_hasher_and_never_shown(one: Shown) -> None:
    one.makes(passphrase=PHRASE)
    stored = ReportLink.objects.get().passphrase
    assert PHRASE not in stored
    assert identify_hasher(stored).algorithm
    assert PHRASE not in one.founder.get(one.links).content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"days": "365"}, "days"),
        ({"days": ""}, "days"),
        ({"passphrase": "short"}, "passphrase"),
        ({"report": "0b5b0c3e-0000-4000-8000-000000000000"}, "report"),
        ({"label": "x" * 200}, "label"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(
    said: dict[str, str], field: str, one: Shown
) -> None:
    page = one.founder.post(one.links, {"report": str(one.report.pk), "days": "30", **said})
    assert list(page.context["form"].errors) == [field]
    assert not ReportLink.objects.exists()


def test_another_ventures_report_cannot_be_linked(one: Shown) -> None:
    other = reported("delta-soil", one.assessment.edition)
    page = one.founder.post(one.links, {"report": str(other.pk), "days": "30"})
    assert list(page.context["form"].errors) == ["report"]


def test_open_links_are_limited_and_an_ended_one_makes_room(monkeypatch: Any, one: Shown) -> None:
    monkeypatch.setattr(actions, "MOST_LIVE", 1)
    one.makes()
    page = one.founder.post(one.links, {"report": str(one.report.pk), "days": "30"})
    assert "Too many links are open already" in page.content.decode()
    one.ends()
    one.makes()


def test_readers_of_the_venture_see_the_list_and_make_none(one: Shown) -> None:
    one.makes()
    viewer = make_user()
    make_venture_member(venture=one.venture, user=viewer, role=VentureRole.VIEWER)
    page = signed_in(viewer).get(one.links)
    assert len(page.context["page"].links) == 1
    assert "End it now" not in page.content.decode()


def test_a_guest_with_the_private_link_makes_one_too(one: Shown) -> None:
    guest = holding(make_grant(venture=one.venture).grant)
    guest.post(one.links, {"report": str(one.report.pk), "days": "7"})
    assert ReportLink.objects.get().by is None


# ---------------------------------------------------------------- opening


def test_looking_at_a_link_counts_nothing_and_the_button_shows_the_report(one: Shown) -> None:
    link = one.makes()
    for _ in range(3):
        page = one.reader.get(link)
        one.reader.head(link)
    assert one.venture.name not in page.content.decode()
    assert (LinkOpening.objects.count(), Grant.objects.get().used) == (0, 0)
    where = one.opens(link)
    assert link.split("/")[2] not in where
    shown = one.reader.get(where).content.decode()
    assert f"<bdi>{one.venture.name}</bdi> shared this report with you" in shown
    assert "All answers" in shown
    assert LinkOpening.objects.count() == 1


def test_door_and_report_are_not_listed_not_kept_and_leak_no_address(one: Shown) -> None:
    link = one.makes()
    door = one.reader.get(link)
    report = one.reader.get(one.opens(link))
    for page in (door, report):
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert "no-store" in page.headers["Cache-Control"]
    # strict-origin: "no-referrer" would take the Origin from the button's request as well
    assert door.headers["Referrer-Policy"] == "strict-origin"
    assert report.headers["Referrer-Policy"] == "same-origin"


def test_notes_and_evidence_are_left_out_unless_ticked(one: Shown) -> None:
    plain = one.reader.get(one.opens(one.makes())).content.decode()
    assert "CNRY-" not in plain
    assert "Notes and evidence beside the answers are left out." in plain
    noted = one.reader.get(one.opens(one.makes(notes="on"))).content.decode()
    assert "CNRY-" in noted


def test_a_readers_page_leads_nowhere_into_the_venture(one: Shown) -> None:
    shown = one.reader.get(one.opens(one.makes())).content.decode()
    targets = set(re.findall(r'(?:href|action)="(/[^"#?]*)', shown))
    link = ReportLink.objects.get()
    inside = {one for one in targets if not one.startswith("/static/")}
    assert inside == {
        "/", "/sample/", "/account/login/", "/method/", "/language/", f"/shared/{link.pk}/",
        "/outbox/", "/privacy/", "/accessibility/",
        *(f"/reports/{one.report.pk}.{end}" for end in ("pdf", "xlsx", "csv", "json")),
    }  # fmt: skip
    for address in (
        f"/reports/{one.report.pk}/", f"/a/{one.assessment.pk}/",
        f"/a/{one.assessment.pk}/history/", f"/a/{one.assessment.pk}/decision/",
        f"/a/{one.assessment.pk}/download.json", one.links,
    ):  # fmt: skip
        assert one.reader.get(address).status_code == 404, address


def test_the_reader_of_one_link_reads_no_other(one: Shown) -> None:
    one.opens(one.makes())
    one.makes()
    other = ReportLink.objects.latest("grant__created_at")
    assert one.reader.get(f"/shared/{other.pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "json"])
def test_a_reader_takes_along_the_report_of_the_link_and_no_other(kind: str, one: Shown) -> None:
    one.opens(one.makes())
    file = f"/reports/{one.report.pk}.{kind}"
    assert one.reader.get(f"{file}?table=answers").status_code == 200
    assert one.founder.get(file).status_code == 200  # one's own is nobody's look
    assert one.reader.head(file).status_code == 200
    assert [(told.file, told.number) for told in one.told().openings] == [
        (kind, 1), (kind, 1), ("", 1),
    ]  # fmt: skip
    [link] = one.told().links
    assert (link.opened, link.taken) == (1, 2)
    page = one.founder.get(one.links).content.decode()
    assert f"taken along as {kind.upper()}" in page
    assert "2 files were taken along." in page
    kept = one.founder.get(f"/a/{one.assessment.pk}/download.html").content.decode()
    assert kept.count(f": taken along as {kind.upper()}") == 2
    one.founder.post(f"/a/{one.assessment.pk}/reopen/")
    one.founder.post(f"/a/{one.assessment.pk}/send/")
    later = Report.objects.exclude(pk=one.report.pk).get()
    assert one.reader.get(f"/reports/{later.pk}.{kind}").status_code == 404


def test_a_link_shows_its_report_whatever_is_sent_later(one: Shown) -> None:
    where = one.opens(one.makes())
    before = one.reader.get(where).content
    one.founder.post(f"/a/{one.assessment.pk}/reopen/")
    one.founder.post(f"/a/{one.assessment.pk}/send/")
    assert Report.objects.count() == 2
    strip = re.compile(rb'value="[A-Za-z0-9]{64}"')  # the forms' tokens are masked anew
    assert strip.sub(b"", one.reader.get(where).content) == strip.sub(b"", before)


def test_shared_report_takes_two_queries_and_with_an_account_three(
    django_assert_num_queries: Any, one: Shown
) -> None:
    link = one.makes()
    where = one.opens(link)
    one.reader.get(where)
    # the link with its grant, report, answers and venture; the kept words
    with django_assert_num_queries(2):
        one.reader.get(where)
    somebody = signed_in(make_user())
    where = somebody.post(link).headers["Location"]
    with django_assert_num_queries(3):  # and the session
        somebody.get(where)


def test_the_founders_page_takes_as_many_queries_whatever_the_number_of_links(
    django_assert_num_queries: Any, one: Shown
) -> None:
    for number in range(3):
        link = one.makes(label=f"No. {number}")
        one.opens(link)
        if number in (0, 2):
            # session, assessment, reports, links, openings, cohorts
            with django_assert_num_queries(6):
                one.founder.get(one.links)


def test_the_page_leads_on_to_what_accelerators_see_and_back_to_the_report(one: Shown) -> None:
    assert "With an accelerator" not in one.founder.get(one.links).content.decode()
    enrolment = make_enrolment(venture=one.venture)
    page = one.founder.get(one.links).content.decode()
    assert f'href="/a/{one.assessment.pk}/cohorts/{enrolment.pk}/"' in page
    assert f'<p class="crumbs"><a href="/reports/{one.report.pk}/">' in page


def test_closing_it_shuts_this_browser_and_leaves_private_links_alone(one: Shown) -> None:
    guest = make_grant(venture=one.venture)
    one.reader = holding(guest.grant)
    where = one.opens(one.makes())
    assert one.reader.post(where).status_code == 302
    assert one.reader.get(where).status_code == 404
    assert one.reader.get(f"/a/{one.assessment.pk}/").status_code == 200


def test_opening_ends_with_the_cookie_after_half_a_day(one: Shown) -> None:
    one.opens(one.makes())
    cookie = one.reader.cookies[settings.READER_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (43200, True, "Lax")


# ---------------------------------------------------------------- the end of a link


def absent(one: Shown) -> tuple[bytes, bytes]:
    """What an unknown link and an unknown page answer."""
    unknown = one.reader.get("/s/" + "x" * 43 + "/")
    assert unknown.status_code == 404
    return _bare(unknown.content), _bare(one.reader.get(f"/shared/{one.report.pk}/").content)


def _bare(page: bytes) -> bytes:
    """Without the forms' tokens and the address to come back to."""
    return re.sub(rb'value="(/s/[^"]*|[A-Za-z0-9]{64})"', b"", page)


def test_an_ended_link_is_an_unknown_one_from_the_next_request_on(one: Shown) -> None:
    link = one.makes()
    where = one.opens(link)
    one.ends()
    door, page = one.reader.get(link), one.reader.get(where)
    assert (door.status_code, page.status_code) == (404, 404)
    assert (_bare(door.content), _bare(page.content)) == absent(one)
    assert one.reader.post(link).status_code == 404
    assert [told.state for told in one.told().links] == ["ended"]
    assert LinkOpening.objects.count() == 1


def test_an_expired_link_is_an_unknown_one_too(one: Shown) -> None:
    link = one.makes()
    where = one.opens(link)
    past = timezone.now() - DAY
    Grant.objects.update(created_at=past - DAY, expires_at=past)
    door, page = one.reader.get(link), one.reader.get(where)
    assert (_bare(door.content), _bare(page.content)) == absent(one)
    assert [told.state for told in one.told().links] == ["expired"]


def test_a_link_of_one_kind_never_works_as_another(one: Shown) -> None:
    shared = one.makes().split("/")[2]
    private = make_grant(venture=one.venture).token
    assert redeem_resume(token=shared, at=timezone.now()) is None
    assert one.reader.post(f"/r/{shared}/").status_code == 404
    assert one.reader.post(f"/s/{private}/").status_code == 404
    # nor does its id in the other cookie
    reader = holding(Grant.objects.get(purpose=GrantPurpose.SHARE))
    assert reader.get(f"/a/{one.assessment.pk}/").status_code == 404
    assert reader.get(f"/reports/{one.report.pk}/").status_code == 404


def test_another_venture_ends_nothing(one: Shown) -> None:
    one.makes()
    theirs = reported("delta-soil", one.assessment.edition).submission.assessment
    other = founder_of(theirs.venture)
    link = ReportLink.objects.get()
    assert other.post(f"/a/{theirs.pk}/links/{link.pk}/end/").status_code == 404
    with pytest.raises(ReportLink.DoesNotExist):
        end_link(link=link, by=Actor(make_user().pk), at=timezone.now())
    assert [told.state for told in one.told().links] == ["open"]


# ---------------------------------------------------------------- the passphrase


@pytest.mark.usefixtures("hashed_quickly")
def test_a_passphrase_is_asked_for_and_nothing_is_shown_without_it(one: Shown) -> None:
    link = one.makes(passphrase=PHRASE)
    assert one.venture.name not in one.reader.get(link).content.decode()
    for said in ({}, {"passphrase": "something else"}):
        page = one.reader.post(link, said)
        assert (page.status_code, list(page.context["form"].errors)) == (200, ["passphrase"])
        assert settings.READER_COOKIE_NAME not in one.reader.cookies
    assert LinkOpening.objects.count() == 0
    where = one.opens(link, passphrase=f" {PHRASE} ")
    assert one.reader.get(where).status_code == 200


@pytest.mark.usefixtures("hashed_quickly")
def test_tries_are_limited_for_everybody_together_and_given_back_after_the_hour(one: Shown) -> None:
    now = timezone.now()
    token = issued(one, now, passphrase=PHRASE).token
    for _ in range(MOST_WRONG):
        with pytest.raises(WrongPassphrase):
            open_link(token=token, passphrase="wrong", at=now)
    with pytest.raises(TooManyTries):
        open_link(token=token, passphrase=PHRASE, at=now + HOUR / 2)
    page = Client().post(f"/s/{token}/", {"passphrase": PHRASE})
    assert page.status_code == 429
    assert "Wait an hour" in page.content.decode()
    assert open_link(token=token, passphrase=PHRASE, at=now + HOUR) is not None


@pytest.mark.usefixtures("hashed_quickly")
def test_the_right_passphrase_gives_its_own_try_back_and_no_other(one: Shown) -> None:
    now = timezone.now()
    token = issued(one, now, passphrase=PHRASE).token
    for _ in range(MOST_WRONG - 1):
        with pytest.raises(WrongPassphrase):
            open_link(token=token, passphrase="wrong", at=now)
    for _ in range(3):
        assert open_link(token=token, passphrase=PHRASE, at=now) is not None
    assert ReportLink.objects.get().wrong_tries == MOST_WRONG - 1
    with pytest.raises(WrongPassphrase):
        open_link(token=token, passphrase="wrong", at=now)
    with pytest.raises(TooManyTries):
        open_link(token=token, passphrase=PHRASE, at=now)


def test_a_link_that_ends_while_its_passphrase_is_compared_is_not_opened(one: Shown) -> None:
    now = timezone.now()
    made = issued(one, now)
    Grant.objects.update(revoked_at=now)
    assert actions._record(made.link, now) is None
    assert LinkOpening.objects.count() == 0


# ---------------------------------------------------------------- the log


def test_the_log_says_which_link_when_and_which_time(one: Shown) -> None:
    first, second = one.makes(label="Board"), one.makes(label="Bank")
    for link in (first, second, first):
        one.opens(link)
    page = one.told()
    assert [(told.label, told.number) for told in page.openings] == [
        ("Board", 2), ("Bank", 1), ("Board", 1),
    ]  # fmt: skip
    assert {told.label: told.opened for told in page.links} == {"Board": 2, "Bank": 1}
    fields = {field.name for field in LinkOpening._meta.fields}
    assert fields == {"id", "link", "at", "file"}  # no address, no device


def test_an_opening_never_changes(one: Shown) -> None:
    one.opens(one.makes())
    refused = pytest.raises(IntegrityError, match="the opening of a link never changes")
    with refused, transaction.atomic():
        LinkOpening.objects.update(at=timezone.now())


def test_links_and_openings_go_with_the_venture(one: Shown) -> None:
    where = one.opens(one.makes())
    owner = Actor(VentureMember.objects.get(venture=one.venture).user_id)
    erase_venture(venture=Venture.objects.get(pk=one.venture.pk), by=owner)
    left = [model.objects.count() for model in (Grant, ReportLink, LinkOpening)]
    assert left == [0, 0, 0]
    assert one.reader.get(where).status_code == 404
