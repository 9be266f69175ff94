"""The benchmark that founders read: consent, one release for each round, and nobody's number."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command

from questionnaire.assessment.models import Assessment
from questionnaire.cohort.benchmark.actions import agreed, release_due, say_word
from questionnaire.cohort.benchmark.models import BenchmarkLine, BenchmarkRelease, BenchmarkWord
from questionnaire.cohort.disclosure import NOTHING
from questionnaire.cohort.inviting.actions import CohortSettings, InvitingRefused, change_cohort
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.cohort.standing.actions import stand_cohort
from questionnaire.cohort.standing.models import Standing
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.people.models import User, VentureMember
from questionnaire.vocabulary import AcceleratorRole, RoundKind
from tests.access.world import signed_in
from tests.cohort.rooms import ALL, enrol, room
from tests.factories import (
    NOW,
    make_accelerator_member,
    make_cohort,
    make_enrolment,
    make_round,
    make_user,
    make_venture_member,
)
from tests.harness.once import made_once

pytestmark = pytest.mark.django_db
PERSONAS = (
    "almendra-speech", "delta-soil", "kestrel-code", "harbour-health", "almendra-speech",
    "delta-soil",
)  # fmt: skip
CLOSES = dt.date(2026, 12, 1)
AFTER = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)


class Hall:
    """A cohort with a round that closes, and ventures of which each has an owner."""

    def __init__(self) -> None:
        self.cohort: Cohort = room()[0]
        self.round: Round = make_round(
            cohort=self.cohort, opens_on=dt.date(2026, 11, 1), closes_on=CLOSES
        )
        self.enrolments: list[Enrolment] = [enrol(self.cohort, one) for one in PERSONAS]
        self.owners: list[User] = [
            make_venture_member(venture=one.venture, user=make_user()).user
            for one in self.enrolments
        ]
        Standing.objects.all().delete()
        stand_cohort(cohort=self.cohort.pk)
        for place in range(len(PERSONAS)):
            self.word(place, True)

    def word(self, place: int, agrees: bool) -> None:
        say_word(
            enrolment=self.enrolments[place], agrees=agrees, by=Actor(self.owners[place].pk), at=NOW
        )

    def again(self, cohort: Cohort, place: int) -> tuple[Enrolment, User]:
        """One of the ventures in another cohort too, sharing the same."""
        venture = self.enrolments[place].venture
        return make_enrolment(cohort=cohort, venture=venture, categories=ALL), self.owners[place]

    def page(self, place: int = 0) -> str:
        found = Assessment.objects.get(venture=self.enrolments[place].venture)
        client = signed_in(self.owners[place])
        address = f"/a/{found.pk}/cohorts/{self.enrolments[place].pk}/benchmark/"
        return client.get(address).content.decode()


ground, hall = made_once(Hall)


def told(line: BenchmarkLine) -> tuple[Any, ...]:
    return (line.own, line.others, line.lower, line.median, line.upper, line.percentile)


def test_it_is_made_once_when_the_round_has_closed_and_read_by_the_venture_alone(
    hall: Hall,
) -> None:
    assert release_due(at=AFTER - dt.timedelta(days=1)) == 0  # the last day is still of it
    assert "Nothing to read yet" in hall.page()
    assert (release_due(at=AFTER), release_due(at=AFTER)) == (1, 0)
    [line] = BenchmarkLine.objects.filter(enrolment=hall.enrolments[0], measure="safety")
    others = sorted(
        5 * round(value / 5 + 1e-9)
        for key, value in Standing.objects.filter(round=hall.round).values_list(
            "enrolment_id", "safety"
        )
        if key != hall.enrolments[0].pk
    )
    assert (line.others, line.lower, line.median, line.upper) == (
        5, others[1], others[2], others[3],
    )  # fmt: skip
    page = hall.page()
    assert "median" in page and "(5 others)" in page
    own = hall.enrolments[0].venture.name
    for name in {one.venture.name for one in hall.enrolments} - {own}:
        assert name not in page
    stranger = signed_in(hall.owners[1])
    mine = Assessment.objects.get(venture=hall.enrolments[0].venture)
    address = f"/a/{mine.pk}/cohorts/{hall.enrolments[0].pk}/benchmark/"
    assert stranger.get(address).status_code == 404


def test_who_does_not_agree_is_neither_counted_nor_told(hall: Hall) -> None:
    BenchmarkWord.objects.filter(enrolment=hall.enrolments[5]).delete()
    release_due(at=AFTER)
    assert {line.withheld for line in BenchmarkLine.objects.all()} == {"few"}
    assert not BenchmarkLine.objects.filter(enrolment=hall.enrolments[5]).exists()
    assert "Fewer than 5 others show this number." in hall.page()
    assert "Nothing to read yet" in hall.page(5)


def test_what_is_not_shared_counts_nowhere(hall: Hall) -> None:
    one = hall.enrolments[5]
    share(enrolment=one, shared=NOTHING, by=Actor(hall.owners[5].pk), at=NOW)
    release_due(at=AFTER)
    assert not BenchmarkLine.objects.filter(enrolment=one).exists()
    assert {line.withheld for line in BenchmarkLine.objects.all()} == {"few"}


def test_a_later_round_with_one_venture_less_tells_nothing_and_the_first_stays(hall: Hall) -> None:
    release_due(at=AFTER)
    before = [told(line) for line in BenchmarkLine.objects.filter(measure="safety")]
    make_round(
        cohort=hall.cohort, kind=RoundKind.MIDTERM, opens_on=CLOSES, closes_on=CLOSES,
    )  # fmt: skip
    extra = enrol(hall.cohort, "kestrel-code")
    make_venture_member(venture=extra.venture, user=(owner := make_user()))
    stand_cohort(cohort=hall.cohort.pk)
    say_word(enrolment=extra, agrees=True, by=Actor(owner.pk), at=NOW)
    release_due(at=AFTER)
    later = BenchmarkLine.objects.exclude(round=hall.round).filter(measure="safety")
    assert {line.withheld for line in later} == {"alike"}
    first = BenchmarkLine.objects.filter(measure="safety", round=hall.round)
    assert [told(line) for line in first] == before
    assert "Almost the same ventures as in an earlier round" in hall.page()


def test_an_erased_venture_leaves_and_still_counts_against_a_difference(hall: Hall) -> None:
    release_due(at=AFTER)
    erase_venture(venture=hall.enrolments[5].venture, by=Actor(hall.owners[5].pk))
    assert not BenchmarkLine.objects.filter(others=5, enrolment=hall.enrolments[5].pk).exists()
    make_round(cohort=hall.cohort, kind=RoundKind.MIDTERM, opens_on=CLOSES, closes_on=CLOSES)
    for _ in range(2):
        extra = enrol(hall.cohort, "kestrel-code")
        make_venture_member(venture=extra.venture, user=(owner := make_user()))
        say_word(enrolment=extra, agrees=True, by=Actor(owner.pk), at=NOW)
    stand_cohort(cohort=hall.cohort.pk)
    release_due(at=AFTER)
    later = BenchmarkLine.objects.exclude(round=hall.round)
    assert {line.withheld for line in later} == {"alike"}  # one gone and two new are three


def test_an_owner_says_it_on_the_page_and_takes_it_back(hall: Hall) -> None:
    BenchmarkWord.objects.all().delete()
    found = Assessment.objects.get(venture=hall.enrolments[0].venture)
    address = f"/a/{found.pk}/cohorts/{hall.enrolments[0].pk}/benchmark/"
    client = signed_in(hall.owners[0])
    assert "You are not compared" in hall.page()
    assert (
        "You are compared" in client.post(address, {"agrees": "on"}, follow=True).content.decode()
    )
    client.post(address, {"agrees": "on"})
    client.post(address)
    words = BenchmarkWord.objects.values_list("agrees", "by")
    assert list(words) == [(True, hall.owners[0].pk), (False, hall.owners[0].pk)]
    assert address in client.get(f"/a/{found.pk}/cohorts/{hall.enrolments[0].pk}/").content.decode()


def test_the_worker_makes_it(hall: Hall) -> None:
    Round.objects.filter(pk=hall.round.pk).update(closes_on=dt.date(2026, 11, 2))
    call_command("work", "--once")
    assert BenchmarkRelease.objects.get().round_id == hall.round.pk


def test_the_page_takes_as_many_queries_as_it_says(
    django_assert_num_queries: Any, hall: Hall
) -> None:
    release_due(at=AFTER)
    hall.page()
    found = Assessment.objects.get(venture=hall.enrolments[0].venture)
    client = signed_in(hall.owners[0])
    address = f"/a/{found.pk}/cohorts/{hall.enrolments[0].pk}/benchmark/"
    client.get(address)
    # session with its user, assessment, enrolment, whether an owner, word, lines, rounds
    with django_assert_num_queries(7):
        client.get(address)


def test_the_very_same_ventures_of_which_one_moved_tell_nothing_again(hall: Hall) -> None:
    release_due(at=AFTER)
    later = make_round(
        cohort=hall.cohort, kind=RoundKind.MIDTERM, opens_on=CLOSES, closes_on=CLOSES
    )
    stand_cohort(cohort=hall.cohort.pk)
    moved = Standing.objects.filter(round=later, enrolment=hall.enrolments[5])
    moved.update(safety=moved.get().safety - 20)
    release_due(at=AFTER)
    told = {
        measure: {
            line.withheld for line in BenchmarkLine.objects.filter(round=later, measure=measure)
        }
        for measure in ("safety", "funding")
    }
    assert told == {"safety": {"alike"}, "funding": {""}}


def test_a_second_cohort_of_nearly_the_same_ventures_tells_nothing(hall: Hall) -> None:
    release_due(at=AFTER)
    other = make_cohort(edition=hall.cohort.edition, accelerator=hall.cohort.accelerator)
    joined = [hall.again(other, place) for place in range(5)]
    extra = enrol(other, "kestrel-code")
    owner = make_venture_member(venture=extra.venture, user=make_user()).user
    joined.append((extra, owner))
    second = make_round(cohort=other, opens_on=CLOSES, closes_on=CLOSES)
    stand_cohort(cohort=other.pk)
    for enrolment, user in joined:
        say_word(enrolment=enrolment, agrees=True, by=Actor(user.pk), at=NOW)
    release_due(at=AFTER)
    lines = BenchmarkLine.objects.filter(round=second, measure="safety")
    assert {line.withheld for line in lines} == {"alike"}


def test_one_venture_of_each_owner_counts_and_none_that_nobody_owns(hall: Hall) -> None:
    VentureMember.objects.filter(user=hall.owners[1]).update(user=hall.owners[0])
    VentureMember.objects.filter(user=hall.owners[2]).delete()
    release_due(at=AFTER)
    counted = set(BenchmarkLine.objects.values_list("enrolment", flat=True))
    own = [hall.enrolments[place].pk for place in range(6)]
    assert counted - set(own[:3]) == set(own[3:]) and own[2] not in counted
    assert len(counted & set(own[:2])) == 1


def test_who_left_and_comes_back_is_asked_anew(hall: Hall) -> None:
    one, owner = hall.enrolments[0], Actor(hall.owners[0].pk)
    leave(enrolment=one, by=owner, at=NOW + dt.timedelta(hours=1))
    Enrolment.objects.filter(pk=one.pk).update(revoked_at=None)
    assert not agreed(Enrolment.objects.get(pk=one.pk))
    later = NOW + dt.timedelta(hours=2)
    say_word(enrolment=one, agrees=True, by=owner, at=later)
    assert agreed(Enrolment.objects.get(pk=one.pk))


def test_a_round_that_was_compared_stays_with_its_days(hall: Hall) -> None:
    release_due(at=AFTER)
    manager = make_accelerator_member(
        accelerator=hall.cohort.accelerator, user=make_user(), role=AcceleratorRole.MANAGER
    ).user
    for rounds in ({}, {RoundKind.INTAKE: (CLOSES, CLOSES)}):
        settings = CohortSettings(
            name="Other", edition_id=hall.cohort.edition_id, starts_on=CLOSES, ends_on=CLOSES,
            rounds=rounds,
        )  # fmt: skip
        with pytest.raises(InvitingRefused, match="was compared"):
            change_cohort(cohort=hall.cohort, settings=settings, by=Actor(manager.pk))
    assert BenchmarkRelease.objects.count() == 1
