"""A standing says what the one rule of disclosure says, at every moment of a random history."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from questionnaire.assessment.actions import NotOpen
from questionnaire.cohort.aggregate import Row
from questionnaire.cohort.disclosure import NOTHING, Disclosure
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.cohort.standing.actions import (
    rename_and_stand,
    send_and_stand,
    stand_cohort,
    stand_venture,
)
from questionnaire.cohort.standing.columns import bits, keys, row_from
from questionnaire.cohort.standing.models import Standing
from questionnaire.cohort.standing.queries import places
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.vocabulary import RoundKind
from tests.cohort.rooms import ALL, enrol, room
from tests.cohort.standing.crowds import consent, crowd, send
from tests.cohort.standing.reference import rows_of
from tests.factories import (
    NOW,
    make_assessment,
    make_enrolment,
    make_round,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.report.sent import answered, signed_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def stored(cohort: Cohort, **which: Any) -> dict[Any, Row]:
    """The rows that the table holds, of now unless a round is named."""
    which = which or {"round": None}
    order = places(cohort.edition_id)
    rows = Standing.objects.filter(cohort=cohort, **which).values()
    return {one["enrolment_id"]: row_from(one, order) for one in rows}


def ruled(cohort: Cohort) -> dict[Any, Row]:
    """The rows by the rule itself, from consents and reports as they stand."""
    order = places(cohort.edition_id)
    return {
        one.id: replace(one, tensions=keys(bits(one.tensions, order.tensions), order.tensions))
        for one in rows_of(cohort, order.categories).rows
    }


def differing() -> int:
    """How many standings the command finds other than they have to be."""
    out = StringIO()
    call_command("rebuild_standings", stdout=out)
    return int(out.getvalue().split(", ")[1].split()[0])


# ---------------------------------------------------------------- the same as the rule


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_stored_is_what_the_rule_says(seed: int) -> None:
    cohort, _ = room()
    crowd(cohort, 40, seed)
    found = stored(cohort)
    assert found == ruled(cohort)
    told = list(found.values())
    assert {str(row.state) for row in told} == {"submitted", "answering", "not-shared", "invited"}
    # Not a test of nothing: something of each kind is shown, and something is withheld.
    assert any(row.next.actions for row in told) and any(row.next.reached for row in told)
    assert any(row.next.financed for row in told) and any(row.tensions for row in told)
    assert {row.runway.missing for row in told} == {"", "not-shared", "too-early"}


def test_a_random_history_leaves_nothing_to_be_mended() -> None:
    cohort, _ = room()
    make_round(cohort=cohort, closes_on=NOW.date() + 3 * DAY)
    chance = random.Random(7)
    owner = make_user()
    by = Actor(user_id=owner.pk, at=NOW)
    for number in range(8):
        venture = make_venture(name=f"V{number}")
        make_venture_member(venture=venture, user=owner)
        make_assessment(venture=venture, edition=cohort.edition)
        make_enrolment(cohort=cohort, venture=venture, **consent(cohort, chance))
    for step in range(60):
        something(cohort, chance, by, step)
        assert stored(cohort) == ruled(cohort)
    assert differing() == 0
    assert Standing.objects.filter(round__isnull=False).exists()


def something(cohort: Cohort, chance: random.Random, by: Actor, step: int) -> None:
    """One of the things that change what may be seen."""
    at = NOW + step * DAY / 8
    one = chance.choice(list(Enrolment.objects.present().select_related("venture")))
    match chance.randrange(6):
        case 0 | 1:
            columns = consent(cohort, chance)
            scores, answers = frozenset(columns["categories"]), frozenset(columns["answers"])
            shared = Disclosure(scores, answers, path=columns["path"])
            share(enrolment=one, shared=shared, by=by, at=at)
        case 2 | 3:
            send(cohort, one, chance, at)
            stand_venture(venture=one.venture_id)
        case 4:
            rename_and_stand(venture=one.venture, name=f"N{step}", stage="idea", by=by)
        case 5 if step % 9 == 0:
            leave(enrolment=one, by=by, at=at)
        case 5 if step % 9 == 4:
            erase_venture(venture=one.venture, by=by)


def test_the_command_finds_and_mends_what_is_wrong() -> None:
    cohort, _ = room()
    crowd(cohort, 6, 3)
    Standing.objects.filter(pk=Standing.objects.first().pk).update(name="wrong")
    Standing.objects.last().delete()
    assert differing() == 2
    assert differing() == 0
    assert stored(cohort) == ruled(cohort)


# ---------------------------------------------------------------- what changes it


def test_a_consent_taken_back_empties_the_row_and_every_round() -> None:
    cohort, client = room()
    make_round(cohort=cohort)
    enrolment = enrol(cohort, "delta-soil")
    owner = make_venture_member(venture=enrolment.venture)
    assert [row.path for row in stored(cohort, enrolment=enrolment).values()] != [""]
    share(enrolment=enrolment, shared=NOTHING, by=Actor(user_id=owner.user_id), at=NOW)
    for row in Standing.objects.filter(enrolment=enrolment).values():
        empty = ("path", "margin", "lean", "safety", "runway", "c0", "tensions", "actions", "known",
                 "reached", "financed", "unfinanced", "stage", "scoring_version")  # fmt: skip
        assert {row[name] for name in empty} <= {"", None, 0}
        assert set(row["whys"]) == {"n"}
    assert Standing.objects.filter(enrolment=enrolment).count() == 2
    leave(enrolment=enrolment, by=Actor(user_id=owner.user_id), at=NOW)
    assert not Standing.objects.exists()
    page = client.get(f"/cohorts/{cohort.pk}/").content.decode()
    assert "Delta Soil" not in page
    assert "1 venture left this cohort" in page


def test_sending_renaming_and_erasing_through_the_pages_stand_at_once() -> None:
    cohort, _ = room()
    assessment = answered("delta-soil", cohort.edition)
    owner = make_venture_member(venture=assessment.venture)
    make_enrolment(cohort=cohort, venture=assessment.venture, categories=ALL)
    founder = signed_in(owner.user)
    [row] = stored(cohort).values()
    assert row.state == "answering"
    assert founder.post(f"/a/{assessment.pk}/send/").status_code == 302
    [row] = stored(cohort).values()
    assert (row.state, row.name, row.lean.missing) == ("submitted", "Delta Soil", "")
    founder.post(f"/a/{assessment.pk}/venture/", {"name": "Delta Two", "stage": "revenue"})
    founder.post(f"/a/{assessment.pk}/reopen/")
    [row] = stored(cohort).values()
    assert (row.name, row.stage, row.state) == ("Delta Two", "revenue", "submitted")
    founder.post(f"/a/{assessment.pk}/erase/", {"typed": "Delta Two"})
    assert not Standing.objects.exists()


def test_a_send_that_fails_changes_nothing() -> None:
    cohort, _ = room()
    assessment = answered("delta-soil", cohort.edition)
    make_enrolment(cohort=cohort, venture=assessment.venture, categories=ALL)
    send_and_stand(assessment=assessment, at=NOW)
    before = list(Standing.objects.values())
    with pytest.raises(NotOpen):
        send_and_stand(assessment=assessment, at=NOW)
    assert list(Standing.objects.values()) == before


# ---------------------------------------------------------------- rounds


def test_a_round_holds_the_newest_report_of_its_last_day_and_then_stands_still() -> None:
    cohort, _ = room()
    intake = make_round(cohort=cohort, closes_on=NOW.date())
    later = make_round(
        cohort=cohort, kind=RoundKind.MIDTERM, opens_on=NOW.date() + 5 * DAY,
        closes_on=NOW.date() + 9 * DAY,
    )  # fmt: skip
    enrolment = make_enrolment(cohort=cohort, categories=ALL)
    chance, seen = random.Random(5), []
    for days in (-2, 0, 2, 20):
        send(cohort, enrolment, chance, NOW + days * DAY)
        stand_venture(venture=enrolment.venture_id)
        seen.append([stored(cohort, round=one)[enrolment.pk] for one in (intake, later, None)])
    (a, b, c, d) = seen
    assert a[0] == a[1] == a[2] and b[0] == b[1] == b[2] != a[0]
    assert c[0] == b[0] and c[1] == c[2] != b[1]  # intake has closed
    assert d[:2] == c[:2] and d[2] != c[2]  # both have
    intake.delete()
    assert set(Standing.objects.values_list("round", flat=True)) == {later.pk, None}


def test_a_changed_round_stands_anew() -> None:
    cohort, _ = room()
    crowd(cohort, 10, 4)
    early = NOW.date() - 20 * DAY
    intake = make_round(cohort=cohort, opens_on=early, closes_on=early)
    assert {str(row.state) for row in stored(cohort, round=intake).values()} <= {
        "answering", "not-shared", "invited",
    }  # fmt: skip
    intake.closes_on = NOW.date()
    intake.opens_on = NOW.date()
    intake.save()
    assert stand_cohort(cohort=cohort.pk) > 0
    assert stored(cohort, round=intake) == stored(cohort)


def test_a_round_shows_nothing_that_was_sent_before_what_the_consent_covers() -> None:
    """It covers what was sent last when it was given, and what comes after: no earlier revision."""
    cohort, _ = room()
    long_ago = NOW.date() - 100 * DAY
    intake = make_round(cohort=cohort, opens_on=long_ago, closes_on=long_ago)
    later = make_round(
        cohort=cohort, kind=RoundKind.MIDTERM, opens_on=NOW.date(), closes_on=NOW.date() + 9 * DAY
    )
    enrolment = make_enrolment(cohort=cohort, categories=ALL)
    chance = random.Random(7)
    for days in (-200, -1):
        send(cohort, enrolment, chance, NOW + days * DAY)
    stand_venture(venture=enrolment.venture_id)
    then, now = (stored(cohort, round=one)[enrolment.pk] for one in (intake, later))
    assert (then.readable, now.readable) == (False, True)
    assert now == stored(cohort)[enrolment.pk]
