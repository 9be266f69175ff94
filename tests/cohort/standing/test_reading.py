"""What SQL counts, narrows and pages is what the rows come to, one by one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict

from questionnaire.cohort.aggregate import (
    POSTURES,
    Row,
    counted,
    quantile,
    spread,
    state_counts,
    tension_counts,
)
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.narrowing import Filters, filter_rows, sort_rows
from questionnaire.cohort.page import number_of
from questionnaire.cohort.standing import keyset, reading
from questionnaire.cohort.standing.columns import Places
from questionnaire.cohort.standing.counting import BIN, NO_PATH, NOT_SENT, NOT_SHARED
from questionnaire.cohort.standing.keyset import order_of
from questionnaire.cohort.standing.page import asked_of
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import Asked, Read, read_cohort
from tests.cohort.rooms import room
from tests.cohort.standing.crowds import crowd
from tests.cohort.standing.reference import rows_of
from tests.factories import NOW, make_round
from tests.harness.once import made_once

pytestmark = pytest.mark.django_db
FILTERS = (
    Filters(),
    Filters(state="submitted"),
    Filters(stage="idea", safety=20),
    Filters(funding=40, community=30),
    Filters(name="VENTURE 1"),
    Filters(name="%"),
    Filters(name="a_b"),
    Filters(name="ÄH"),
    Filters(tension="promise-against-need", state="submitted"),
    Filters(path="staged"),
    Filters(name="nobody is called so"),
)


def full() -> Cohort:
    """Seventy ventures, and a round that is over."""
    found, _ = room()
    crowd(found, 70, 11)
    make_round(cohort=found, closes_on=NOW.date() - dt.timedelta(days=3),
               opens_on=NOW.date() - dt.timedelta(days=9))  # fmt: skip
    return found


ground, cohort = made_once(full)


def read(cohort: Cohort, filters: Filters, sort: str = "", **more: Any) -> Read:
    order = places(cohort.edition_id)
    return read_cohort(cohort, order, Asked(filters, order_of(sort, order), **more))


def test_everything_counted_in_sql_is_what_the_rows_come_to(cohort: Cohort) -> None:
    order = places(cohort.edition_id)
    everyone = rows_of(cohort, order.categories)
    known = [
        *FILTERS, Filters(tension=order.tensions[0]), Filters(path=order.paths[2]),
        Filters(action=order.actions[3]),
    ]  # fmt: skip
    for filters in known:
        found = read(cohort, filters)
        rows = filter_rows(everyone.rows, filters)
        assert found.whole.states == state_counts(everyone.rows)
        assert found.whole.mixed == everyone.mixed
        assert found.counted.size == len(rows)
        assert found.counted.states == state_counts(rows)
        for key in ("lean", "runway", *POSTURES, *order.scores):
            column = order.scores.get(key, key)
            numbers = [number_of(row, key) for row in rows]
            assert found.counted.numbers[column] == counted(numbers), key
            assert spread(found.counted.numbers[column], (40, 70)) == spread(
                counted(numbers), (40, 70)
            )
        _bits(found, rows, order)
        assert found.counted.paths == Counter(_path(row, order) for row in rows)
        assert found.scatter.counts == Counter(
            (row.lean.value, row.postures["safety"].value) for row in rows
            if row.lean.value is not None and row.postures["safety"].value is not None
        )  # fmt: skip


def _bits(found: Read, rows: list[Row], order: Places) -> None:
    met = dict(tension_counts(rows))
    assert found.bits.tensions == tuple(met.get(key, 0) for key in order.tensions)
    shown = Counter(key for row in rows for key in row.tensions_of)
    assert found.bits.tensions_of == tuple(shown[key] for key in order.tensions)
    for name, keys in (("actions", order.actions), ("actions_of", order.actions),
                       *((one, order.milestones) for one in
                         ("known", "reached", "financed", "unfinanced"))):  # fmt: skip
        sums = Counter(key for row in rows for key in getattr(row.next, name))
        assert getattr(found.bits, name) == tuple(sums[key] for key in keys), name


def _path(row: Row, order: Places) -> int:
    if row.state != "submitted":
        return NOT_SENT
    if not row.path_shared:
        return NOT_SHARED
    return order.paths.index(row.path) if row.path else NO_PATH


def test_many_are_counted_in_fields(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    points = read(cohort, Filters(), against="community").scatter
    monkeypatch.setattr(reading, "MOST_DOTS", 3)
    fields = read(cohort, Filters(), against="community").scatter
    assert (points.in_fields, fields.in_fields) == (False, True)
    expected: Counter[tuple[int, int]] = Counter()
    for (lean, score), number in points.counts.items():
        expected[min((lean + 100) // BIN, 19), min(score // BIN, 9)] += number
    assert fields.counts == expected


def test_rounds_and_now_are_told_of_those_that_match(cohort: Cohort) -> None:
    [intake] = cohort.rounds.all()
    filters = Filters(state="submitted")
    found = read(cohort, filters)
    then = {row.id: row for row in _rows(read(cohort, Filters(), round="intake"), cohort)}
    shown = filter_rows(rows_of(cohort, places(cohort.edition_id).categories).rows, filters)
    for name in (*POSTURES, "lean"):
        assert found.courses.get((None, name), {}) == found.counted.numbers[name]
        before = counted(number_of(then[row.id], name) for row in shown)
        assert found.courses.get((intake.pk, name), {}) == before
    assert found.courses != read(cohort, Filters(state="submitted", safety=50)).courses


def _rows(first: Read, cohort: Cohort) -> list[Row]:
    rows, token = list(first.rows), first.later
    while token:
        more = read(cohort, Filters(), round="intake", token=token)
        rows, token = rows + more.rows, more.later
    return rows


# ---------------------------------------------------------------- pages


def test_pages_by_every_column_both_ways_come_to_the_order_of_the_rows(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "PAGE", 9)
    order = places(cohort.edition_id)
    everyone = rows_of(cohort, order.categories).rows
    path_place = {key: place for place, key in enumerate(order.paths)}
    names = ("venture", "state", "stage", "path", "margin", "lean", *POSTURES, "runway",
             *order.scores, "name_key", "enrolment__venture__created_at")  # fmt: skip
    for sort in (way + name for name in names for way in ("", "-")):
        expected, word = sort_rows(everyone, sort, path_place)
        pages, token = [], ""
        while token or not pages:
            sheet = _sheet(cohort, sort, token)
            pages.append(sheet)
            token = sheet.later
        found = [row["enrolment_id"] for page in pages for row in page.rows]
        assert found == [row.id for row in expected], sort
        assert order_of(sort, order).word in (word, "venture")
        assert len(pages) == 8
        back = [pages[-1]]
        while back[-1].earlier:
            back.append(_sheet(cohort, sort, back[-1].earlier))
        assert [page.rows for page in reversed(back)] == [page.rows for page in pages], sort


def _sheet(cohort: Cohort, sort: str, token: str) -> keyset.Sheet:
    rows = reading.standings(cohort, None)
    order = order_of(sort, places(cohort.edition_id))
    return keyset.page_of(rows, order, token, ("enrolment_id",))


def test_whoever_comes_or_goes_before_a_place_moves_nothing(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "PAGE", 9)
    first = _sheet(cohort, "-lean", "")
    second = _sheet(cohort, "-lean", first.later)
    gone = [row["enrolment_id"] for row in first.rows[:4]] + [first.rows[-1]["enrolment_id"]]
    cohort.enrolments.filter(pk__in=gone).delete()
    assert _sheet(cohort, "-lean", first.later).rows == second.rows


@pytest.mark.parametrize(
    "token",
    ["x", "A" * 3000, "bnVsbA", "WzEsMiwzXQ", "W251bGwsbnVsbCwiMDAiLCIwMCJd", "é", "W1tbW1tb"],
)
def test_a_place_that_is_none_is_the_first_page(cohort: Cohort, token: str) -> None:
    for sort in ("", "-lean", "state", "path"):
        assert _sheet(cohort, sort, token).rows == _sheet(cohort, sort, "").rows


def test_a_place_of_another_order_is_the_first_page(cohort: Cohort) -> None:
    token = _sheet(cohort, "state", "").later
    assert _sheet(cohort, "-lean", token).rows == _sheet(cohort, "-lean", "").rows


# ---------------------------------------------------------------- what an address asks for


def test_quartiles_are_those_of_the_inclusive_method() -> None:
    from random import Random
    from statistics import quantiles

    from questionnaire.bank.figures import half_up

    chance = Random(3)
    for size in (2, 3, 4, 5, 8, 50, 101):
        values = [chance.randint(-100, 100) for _ in range(size)]
        exact = quantiles(values, n=4, method="inclusive")
        found = [quantile(Counter(values), quarter) for quarter in (1, 2, 3)]
        assert found == [int(half_up(one)) for one in exact]
    assert [quantile({7: 1}, quarter) for quarter in (1, 2, 3)] == [7, 7, 7]
    assert quantile({}, 2) is None


def test_an_address_is_read_and_nothing_else_is_taken_from_it() -> None:
    cohort, _ = room()
    order = places(cohort.edition_id)
    query = QueryDict("name=a%00b&stage=idea&sort=-in-team&column=in-team&column=x&against=lean")
    asked = asked_of(query, order, ())
    assert (asked.filters.name, asked.filters.stage) == ("ab", "idea")
    assert (asked.order.word, asked.columns, asked.against) == ("-in-team", ("in-team",), "safety")
