"""What an accelerator sees, part by part: the preview, the words agreed to, and who looked."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any, Self

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from fmassess import serving
from questionnaire.cohort.actions import record_opening
from questionnaire.cohort.disclosure import (
    NOTHING,
    Disclosure,
    columns_of,
    read_disclosure,
    with_answers,
)
from questionnaire.cohort.models import Consent, Enrolment, Opening
from questionnaire.cohort.sharing.actions import share
from questionnaire.cohort.sharing.page import MAY_TAKE
from questionnaire.cohort.standing.actions import stand_enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.models import AcceleratorMember, User
from questionnaire.vocabulary import CONSENT_VERSION, VentureRole
from tests.cohort.rooms import ALL
from tests.cohort.test_sharing import Both
from tests.factories import (
    NOW,
    make_assessment,
    make_enrolment,
    make_user,
    make_venture_member,
)
from tests.harness.once import made_once
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db
EVERY = frozenset(ALL)
FUNDING = frozenset({"funding"})


def main_of(page: bytes) -> str:
    found = re.search(r"<main.*</main>", page.decode(), re.S)
    assert found
    return found[0]


class Parts(Both):
    """As above, and what is ticked is given as a disclosure."""

    def ticks(self, shared: Disclosure) -> dict[str, Any]:
        parts = {part: sorted(getattr(shared, part))
                 for part in ("scores", "answers", "notes", "evidence")}  # fmt: skip
        return parts | ({"path": "on"} if shared.path else {}) | {"text_version": CONSENT_VERSION}

    def with_only(self, *categories: str) -> Self:
        """As if it had shared these from the beginning."""
        kept = Enrolment.objects.filter(pk=self.enrolment.pk)
        kept.update(categories=list(categories), answers=list(categories))
        stand_enrolment(enrolment=self.enrolment.pk)
        self.enrolment.refresh_from_db()
        return self

    def agrees(self, shared: Disclosure) -> Any:
        return self.founder.post(self.page, self.ticks(shared))

    def previews(self, shared: Disclosure) -> str:
        page = self.founder.post(f"{self.page}preview/", self.ticks(shared))
        assert page.status_code == 200
        return main_of(page.content)

    def sees(self) -> str:
        page = self.reviewer.get(f"/cohorts/{self.cohort.pk}/{self.enrolment.pk}/")
        return main_of(page.content)

    @property
    def reader(self) -> User:
        return AcceleratorMember.objects.get(accelerator=self.cohort.accelerator).user


ground, both = made_once(Parts)


# ---------------------------------------------------------------- the parts


def test_a_disclosure_is_stored_and_read_back() -> None:
    shared = Disclosure(EVERY, FUNDING, FUNDING, frozenset(), path=True)
    assert read_disclosure(columns_of(shared)) == shared
    assert (bool(NOTHING), bool(Disclosure(path=True)), bool(shared)) == (False, True, True)


def test_answers_are_shared_with_scores_and_what_stands_beside_with_answers(both: Parts) -> None:
    assert Disclosure(FUNDING, FUNDING, FUNDING, FUNDING).lacking == ()
    assert Disclosure(answers=FUNDING).lacking == (("answers", "funding"),)
    assert Disclosure(FUNDING, notes=FUNDING, evidence=FUNDING).lacking == (
        ("notes", "funding"), ("evidence", "funding"),
    )  # fmt: skip
    with pytest.raises(ValueError, match="without what it stands on"):
        share(enrolment=both.enrolment, shared=Disclosure(answers=FUNDING), by=both.owner, at=NOW)
    before = Enrolment.objects.values().get()
    for shared, field in (
        (Disclosure(answers=FUNDING), "answers"),
        (Disclosure(FUNDING, notes=FUNDING), "notes"),
        (Disclosure(FUNDING, evidence=FUNDING), "evidence"),
    ):
        page = both.agrees(shared)
        assert list(page.context["form"].errors) == [field]
        assert "Funding: " in page.content.decode()
    assert Enrolment.objects.values().get() == before


def test_scores_alone_show_points_and_no_answer(both: Parts) -> None:
    both.with_only()
    both.agrees(Disclosure(scores=EVERY))
    page = both.sees()
    assert "Score by category" in page
    assert "the answer behind it" not in page and "answers behind it" not in page
    assert page.count("Its score is shared with you, its answers are not.") == 5
    assert "For how many months does the cash in hand last" not in page
    assert "Recommended path: not shared" in page
    assert "CNRY-" not in page


def test_notes_and_evidence_are_choices_of_their_own(both: Parts) -> None:
    both.with_only()
    notes = frozenset({"team"})
    both.agrees(Disclosure(EVERY, EVERY, notes, path=True))
    page = both.sees()
    noted = set(re.findall(r"CNRY-([a-z]+)", page))
    assert noted == {"team"}
    both.agrees(Disclosure(EVERY, EVERY, frozenset(), notes, path=True))
    assert "CNRY-" not in both.sees()  # these answers have notes only


def test_a_withheld_path_stands_nowhere_on_the_accelerators_pages(both: Parts) -> None:
    both.with_only()
    shared = Disclosure(EVERY - {"ethics"}, EVERY - {"ethics"})
    both.agrees(shared)
    report = both.assessment.submissions.get().report
    cohort = both.reviewer.get(f"/cohorts/{both.cohort.pk}/")
    [row] = cohort.context["rows"]
    assert (row.path, row.place, row.close) == ("not shared", None, "")
    found = both.reviewer.get(f"/cohorts/{both.cohort.pk}/?path={report.path}")
    assert found.context["rows"] == []
    assert "Recommended path: not shared" in both.sees()
    both.agrees(Disclosure(EVERY - {"ethics"}, path=True))
    [row] = both.reviewer.get(f"/cohorts/{both.cohort.pk}/").context["rows"]
    assert row.place is not None


# ---------------------------------------------------------------- the preview


def test_the_preview_is_what_the_accelerator_then_gets_to_the_byte(both: Parts) -> None:
    both.with_only()
    some = frozenset({"funding", "team"})
    none: frozenset[str] = frozenset()
    # Each part beside each other one; what is shared of one hides nothing of another.
    for scores, answers, notes, path in (
        (EVERY, EVERY, some, True), (EVERY, EVERY, none, False), (EVERY, some, some, False),
        (EVERY, some, none, True), (EVERY, none, none, False), (some, some, some, True),
        (some, some, none, False), (some, none, none, True),
    ):  # fmt: skip
        shared = Disclosure(scores, answers, notes, path=path)
        before = main_of(both.founder.get(f"{both.page}preview/").content)
        told = both.previews(shared)
        assert main_of(both.founder.get(f"{both.page}preview/").content) == before
        both.agrees(shared)
        both.founder.get(both.page)  # says once that it was saved
        report = both.sees().split("by your name, and when.</p>")[1].split("</main>")[0].strip()
        assert report and report in told
        [line] = re.findall(r"<tbody>(<tr>.*?</tr>)", _flat(told), re.S)[:1]
        page = both.reviewer.get(f"/cohorts/{both.cohort.pk}/").content.decode()
        assert line in re.sub(r'<a href="/cohorts/[^"]*">([^<]*)</a>', r"\1", _flat(page))


def _flat(page: str) -> str:
    return re.sub(r">\s+<", "><", page)


def test_a_preview_stores_nothing_and_is_the_owners_to_try(both: Parts) -> None:
    both.with_only("funding")
    before = Enrolment.objects.values().get()
    both.previews(Disclosure(EVERY, EVERY, EVERY, EVERY, path=True))
    assert (Enrolment.objects.values().get(), Consent.objects.count()) == (before, 0)
    assert Opening.objects.count() == 0
    editor = make_user()
    make_venture_member(venture=both.enrolment.venture, user=editor, role=VentureRole.EDITOR)
    client = signed_in(editor)
    assert client.get(f"{both.page}preview/").status_code == 200  # what is shared now
    assert client.post(f"{both.page}preview/", both.ticks(NOTHING)).status_code == 403


def test_the_preview_of_nothing_shows_the_line_and_no_page(both: Parts) -> None:
    told = both.previews(NOTHING)
    assert "There is no page of your venture: nothing is shared." in told
    assert told.count("not shared") >= 6
    member = make_venture_member()
    begun = make_assessment(venture=member.venture, edition=both.cohort.edition)
    waits = make_enrolment(cohort=both.cohort, venture=member.venture)
    told = signed_in(member.user).post(
        f"/a/{begun.pk}/cohorts/{waits.pk}/preview/", both.ticks(Disclosure(EVERY))
    )
    words = told.content.decode()
    assert "you have sent nothing yet" in words
    assert "nothing is shared." not in words


# ---------------------------------------------------------------- the words


def test_changed_words_are_another_version() -> None:
    """The consent's text as it was for each version. Another text? Raise CONSENT_VERSION and add
    the new fingerprint; never change an earlier one."""
    versions = {2: "889e4f578fb2ba33", 3: "9ff9aaed46171b39", 4: "5064bf89ac5c5f26",
                5: "5f0e30fdced59277"}  # fmt: skip
    text = (settings.BASE_DIR / "templates" / "cohort" / "_consent.html").read_text()
    assert versions[CONSENT_VERSION] == hashlib.sha256(text.encode()).hexdigest()[:16]


def test_an_agreement_to_earlier_words_holds_and_is_asked_again(both: Parts) -> None:
    both.with_only("funding")
    Enrolment.objects.update(text_version=1)
    assert both.shown() == {"funding"}
    assert "The words by which you share" in both.founder.get(both.base).content.decode()
    for address in (both.page, f"{both.base}venture/"):
        page = both.founder.get(address).content.decode()
        assert "The words of this agreement were changed since" in page
    both.agrees(with_answers(["funding"]))  # the same, in today's words
    assert list(Consent.objects.values_list("categories", "text_version")) == [
        (["funding"], CONSENT_VERSION)
    ]
    assert "The words by which you share" not in both.founder.get(both.base).content.decode()
    assert "were changed since" not in both.founder.get(both.page).content.decode()
    both.agrees(with_answers(["funding"]))
    assert Consent.objects.count() == 1


def test_a_page_with_earlier_words_agrees_to_nothing_but_always_takes_back(both: Parts) -> None:
    both.with_only("funding")
    old = both.ticks(with_answers(ALL)) | {"text_version": CONSENT_VERSION - 1}
    page = both.founder.post(both.page, old)
    assert "The words of this page were changed." in page.content.decode()
    assert both.shown() == {"funding"}
    assert both.founder.post(both.page, {}).status_code == 302
    assert both.report() == 404


# ---------------------------------------------------------------- who looked


def test_a_reading_appears_in_the_founders_log_with_name_accelerator_and_revision(
    both: Parts,
) -> None:
    reader = both.reader
    User.objects.filter(pk=reader.pk).update(name="Rita Reader")
    both.reviewer.get(f"/cohorts/{both.cohort.pk}/")
    both.reviewer.get(f"/cohorts/{both.cohort.pk}/{both.enrolment.pk}/")
    page = both.founder.get(both.page)
    assert [(one.by, one.revision) for one in page.context["page"].seen] == [
        ("Rita Reader", 1), ("Rita Reader", None),
    ]  # fmt: skip
    text = page.content.decode()
    assert f"<bdi>Rita Reader</bdi>, <bdi>{both.cohort.accelerator.name}</bdi>" in text
    reader.delete()
    assert "somebody whose account is gone" in both.founder.get(both.page).content.decode()


def test_founders_read_when_somebody_looked_first_and_last_and_how_often(both: Parts) -> None:
    report = both.assessment.submissions.get().report
    day = NOW + dt.timedelta(days=1)
    for hour, minute in ((9, 5), (9, 40), (9, 41), (10, 0)):
        record_opening(
            cohort=both.cohort, enrolment=both.enrolment, report=report,
            by=Actor(both.reader.pk), at=day.replace(hour=hour, minute=minute, second=7),
        )  # fmt: skip
    page = both.founder.get(both.page)
    assert [(f"{one.first:%H:%M}", f"{one.last:%H:%M}", one.times)
            for one in page.context["page"].seen] == [
        ("10:00", "10:00", 1), ("09:05", "09:41", 3),
    ]  # fmt: skip
    text = page.content.decode()
    assert f"{date_format(day)}, 09:05 to 09:41 UTC, 3 times" in text
    assert f"{date_format(day)}, 10:00 UTC" in text
    kept = both.founder.get(f"/a/{both.assessment.pk}/download.html").content.decode()
    assert f"{date_format(day)}, 09:05 to 09:41 UTC, 3 times" in kept


def test_no_look_is_told_from_before_something_was_shared_or_after_it_was_taken_back(
    both: Parts,
) -> None:
    both.with_only()
    Enrolment.objects.update(consented_at=None)
    hour = NOW + dt.timedelta(days=1)
    steps = ((0, "look"), (10, "share"), (20, "look"), (25, "look"), (30, "stop"), (40, "look"),
             (50, "share"), (55, "look"))  # fmt: skip
    for minute, what in steps:
        at = hour.replace(minute=minute)
        if what == "look":
            record_opening(cohort=both.cohort, by=Actor(both.reader.pk), at=at)
        else:
            shared = with_answers(["team"]) if what == "share" else NOTHING
            share(enrolment=both.enrolment, shared=shared, by=both.owner, at=at)
    [one] = both.founder.get(both.page).context["page"].seen
    assert (one.first.minute, one.last.minute, one.times, one.revision) == (20, 55, 3, None)


def test_of_the_time_in_which_one_look_an_hour_was_kept_that_is_said(both: Parts) -> None:
    hour = NOW + dt.timedelta(days=1)
    Opening.objects.create(cohort=both.cohort, by=both.reader, hour=hour, at=hour)
    assert (
        "later times within that hour were not recorded"
        in both.founder.get(both.page).content.decode()
    )


def test_head_of_whatever_was_disclosed_is_a_look_too_or_no_method_there(both: Parts) -> None:
    base = f"/cohorts/{both.cohort.pk}"
    ends = ("/", "/side-by-side/", ".csv", ".xlsx", ".json", f"/{both.enrolment.pk}/",
            f"/{both.enrolment.pk}/interview/")  # fmt: skip
    for end in ends:
        Opening.objects.all().delete()
        code = both.reviewer.head(base + end).status_code
        assert (code, Opening.objects.count()) in ((200, 1), (405, 0)), end
        cache.clear()  # one person has one file made at a time
        Opening.objects.all().delete()
        answer = both.reviewer.get(base + end)
        b"".join(answer) if answer.streaming else answer.content
        assert Opening.objects.count() == 1, end


def test_whoever_is_refused_is_not_recorded(both: Parts) -> None:
    both.with_only()
    both.agrees(NOTHING)
    assert both.report() == 404
    assert Opening.objects.count() == 0


def test_the_cohorts_page_counts_only_while_something_was_shared(both: Parts) -> None:
    both.with_only("funding")
    Enrolment.objects.update(consented_at=timezone.now())
    both.reviewer.get(f"/cohorts/{both.cohort.pk}/")
    assert len(both.founder.get(both.page).context["page"].seen) == 1
    both.agrees(NOTHING)
    Opening.objects.all().delete()
    both.reviewer.get(f"/cohorts/{both.cohort.pk}/")
    assert both.founder.get(both.page).context["page"].seen == ()


def test_of_a_page_begun_within_a_minute_of_a_change_nobody_knows_which_it_showed(
    both: Parts,
) -> None:
    both.with_only()
    Enrolment.objects.update(consented_at=None)
    begun, ended = (NOW + dt.timedelta(days=1, hours=hour) for hour in (0, 1))
    share(enrolment=both.enrolment, shared=with_answers(["funding"]), by=both.owner, at=begun)
    share(enrolment=both.enrolment, shared=NOTHING, by=both.owner, at=ended)
    second = dt.timedelta(seconds=1)
    near = (begun - MAY_TAKE, ended + MAY_TAKE - second)
    for at in (begun - MAY_TAKE - second, *near, ended + MAY_TAKE):
        record_opening(cohort=both.cohort, by=Actor(both.reader.pk), at=at)
    seen = both.founder.get(both.page).context["page"].seen
    assert tuple(one.first for one in reversed(seen)) == near
    assert "a minute before and after" in both.founder.get(both.page).content.decode()


def test_no_page_takes_longer_than_looks_are_told_around_a_change() -> None:
    assert MAY_TAKE.total_seconds() >= serving.timeout


def test_nobody_reads_another_ventures_log(both: Parts) -> None:
    other = make_user()
    both.report()
    assert Opening.objects.visible_to(Actor(other.pk)).count() == 0
    assert Opening.objects.visible_to(Actor(both.reader.pk)).count() == 0
    assert Opening.objects.visible_to(both.owner).count() == 1


def test_a_reading_never_changes_and_goes_with_the_venture(both: Parts) -> None:
    both.report()
    refused = pytest.raises(IntegrityError, match="the opening of what was disclosed never")
    with refused, transaction.atomic():
        Opening.objects.update(at=NOW)
    both.enrolment.venture.delete()
    assert Opening.objects.count() == 0
