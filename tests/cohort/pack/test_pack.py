"""PDFs of a cohort's page: who gets which, what is in them, and what consent takes out again."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from questionnaire.cohort.disclosure import NOTHING, with_answers
from questionnaire.cohort.models import Cohort, Opening
from questionnaire.cohort.pack.actions import forget_packs, take_pack_step
from questionnaire.cohort.pack.models import Pack, PackPart
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actor import Actor
from questionnaire.vocabulary import RunState
from tests.access.world import signed_in
from tests.cohort.rooms import enrol, room
from tests.factories import (
    NOW,
    make_accelerator_member,
    make_enrolment,
    make_user,
    make_venture_member,
)
from tests.harness.once import made_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


class Desk:
    """A reader of a cohort with three ventures: one shares all, one two categories, one nothing."""

    def __init__(self) -> None:
        self.cohort: Cohort = room()[0]
        self.user = make_user(name="Rita")
        make_accelerator_member(accelerator=self.cohort.accelerator, user=self.user)
        self.client: Client = signed_in(self.user)
        self.whole = enrol(self.cohort, "almendra-speech")
        self.part = enrol(self.cohort, "delta-soil", ["funding", "team"])
        make_enrolment(cohort=self.cohort, consented_at=None)
        self.url = f"/cohorts/{self.cohort.pk}/packs/"

    def ask(self, query: str = "") -> str:
        return self.client.post(f"{self.url}{query}", follow=True).content.decode()

    def make(self) -> None:
        while take_pack_step(at=NOW):
            pass

    def fetch(self) -> dict[str, bytes]:
        answer = self.client.get(f"/cohorts/{self.cohort.pk}/packs/{Pack.objects.get().pk}.zip")
        assert answer.status_code == 200
        with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}


ground, desk = made_once(Desk)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_what_the_page_showed_is_made_venture_by_venture_and_told_by_mail_once(desk: Desk) -> None:
    assert "0 of 2 made" in desk.ask("?sort=-lean")
    assert take_pack_step(at=NOW)
    assert "1 of 2 made" in desk.client.get(desk.url).content.decode()
    fragment = desk.client.get(desk.url, headers={"HX-Request": "true"}).content.decode()
    assert ("1 of 2 made" in fragment, "<html" in fragment) == (True, False)
    desk.make()
    page = desk.client.get(desk.url).content.decode()
    assert "Fetch the PDFs of 2 ventures" in page
    assert [one.to for one in mail.outbox] == [[desk.user.email]]
    assert desk.url in mail.outbox[0].body
    assert desk.whole.venture.name not in mail.outbox[0].body
    files = desk.fetch()
    assert list(files) == ["001-almendra-speech.pdf", "002-delta-soil.pdf", "contents.txt"]
    assert files["contents.txt"].decode().startswith(f"{desk.cohort.name}, 2 of 2 ventures")


def test_each_paper_says_what_the_venture_shares_and_nothing_else(desk: Desk) -> None:
    desk.ask()
    desk.make()
    files = desk.fetch()
    whole, part = (text_of(files[name]) for name in sorted(files) if name.endswith(".pdf"))
    part = " ".join(part.split())
    assert "Delta Soil shares with you: scores and answers of" in part
    for word in (
        "Fully open",
        "Not shared: anything of the categories Experimentation,",
        "cannot be told and is left out:",
        "The posture Safety: not shown, as it rests on the scores of Experimentation,",
        "too early: shared, but too little was answered",
        "Ethics and education not shared",
    ):
        assert word in part, word
    for hidden in ("The six paths", "Where the points come from"):
        assert hidden not in part, hidden
    assert "The six paths" in whole and "Almendra Speech" in whole
    for pdf in (files[name] for name in files if name.endswith(".pdf")):
        assert PdfReader(io.BytesIO(pdf)).metadata is not None


def test_each_fetch_is_a_look_at_every_venture_in_it_and_at_no_other(desk: Desk) -> None:
    owner = make_venture_member(venture=desk.part.venture, user=make_user()).user
    desk.ask()
    desk.make()
    assert Opening.objects.count() == 0  # made is not read
    desk.fetch()
    share(enrolment=desk.part, shared=NOTHING, by=Actor(owner.pk), at=NOW)
    desk.fetch()
    address = f"/cohorts/{desk.cohort.pk}/packs/{Pack.objects.get().pk}.zip"
    assert desk.client.head(address).status_code == 405  # its headers would tell a number
    whole, part = (one.venture.assessments.get().submissions.get().report
                   for one in (desk.whole, desk.part))  # fmt: skip
    told = Opening.objects.order_by("pk").values_list("enrolment", "report", "by")
    of_whole, of_part = (desk.whole.pk, whole.pk), (desk.part.pk, part.pk)
    assert [(enrolment, report) for enrolment, report, by in told if by == desk.user.pk] == [
        of_whole, of_part, of_whole,
    ]  # fmt: skip
    address = f"/a/{part.submission.assessment_id}/cohorts/{desk.part.pk}/"
    [seen] = signed_in(owner).get(address).context["page"].seen
    assert (seen.by, seen.times, seen.revision) == ("Rita", 1, 1)


def test_whoever_fetches_without_end_is_slowed_and_reads_nothing_unrecorded(
    settings: Any, desk: Desk
) -> None:
    settings.LIMITS = {**settings.LIMITS, "pack_file": "1/h/key"}
    desk.ask()
    desk.make()
    desk.fetch()
    answer = desk.client.get(f"/cohorts/{desk.cohort.pk}/packs/{Pack.objects.get().pk}.zip")
    assert (answer.status_code, Opening.objects.count()) == (429, 2)


@pytest.mark.parametrize("shared", [NOTHING, with_answers(["funding"])])
def test_who_shares_otherwise_since_is_left_out(shared: Any, desk: Desk) -> None:
    owner = make_venture_member(venture=desk.part.venture, user=make_user()).user
    desk.ask()
    desk.make()
    share(enrolment=desk.part, shared=shared, by=Actor(owner.pk), at=NOW)
    files = desk.fetch()
    assert [name for name in files if name.endswith(".pdf")] == ["001-almendra-speech.pdf"]
    assert "1 of 2 ventures" in files["contents.txt"].decode()
    assert "Left out" in files["contents.txt"].decode()


def test_it_is_ones_own_and_ends_with_the_right_to_read(desk: Desk) -> None:
    desk.ask()
    desk.make()
    address = f"/cohorts/{desk.cohort.pk}/packs/{Pack.objects.get().pk}.zip"
    colleague = make_accelerator_member(accelerator=desk.cohort.accelerator, user=make_user()).user
    other, theirs = room(desk.cohort.edition)
    for client in (signed_in(colleague), theirs, signed_in(make_user())):
        assert client.get(address).status_code == 404
    assert theirs.get(f"/cohorts/{other.pk}/packs/{Pack.objects.get().pk}.zip").status_code == 404
    desk.cohort.accelerator.members.filter(user=desk.user).delete()
    assert desk.client.get(address).status_code == 404


def test_who_may_not_read_it_any_more_gets_nothing_made(desk: Desk) -> None:
    desk.ask()
    desk.cohort.accelerator.members.filter(user=desk.user).delete()
    assert take_pack_step(at=NOW)
    assert (Pack.objects.count(), PackPart.objects.count(), len(mail.outbox)) == (0, 0, 0)


def test_pressed_twice_is_once_and_nothing_is_said_to_be_nothing(desk: Desk) -> None:
    desk.ask()
    desk.ask()
    assert Pack.objects.count() == 1
    desk.make()
    assert "None of these ventures has sent anything yet." in desk.ask("?name=zzz")
    desk.ask("?name=delta")
    waiting = Pack.objects.get(state=RunState.WAITING)
    assert waiting.ventures == [str(desk.part.pk)]


def test_the_worker_makes_it_and_forgets_it_after_a_day(desk: Desk) -> None:
    desk.ask()
    call_command("work", "--once")
    assert Pack.objects.get().state == RunState.DONE
    asked = Pack.objects.get().asked_at
    assert (forget_packs(at=asked + DAY), forget_packs(at=asked + 2 * DAY)) == (0, 3)
    assert not PackPart.objects.exists()
