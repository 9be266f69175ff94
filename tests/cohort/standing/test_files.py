"""A file holds exactly what the page with the same address shows: rows, order, columns, count."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from questionnaire.cohort.models import Cohort, Opening
from questionnaire.cohort.standing import keyset
from questionnaire.report.files.cells import written_in_csv
from tests.cohort.rooms import room
from tests.cohort.standing.crowds import crowd
from tests.factories import make_enrolment, make_venture
from tests.harness.once import made_once

pytestmark = pytest.mark.django_db
QUERY = "state=submitted&sort=-lean&column=path&column=lean&column=in-team&column=runway"


def filled() -> tuple[Cohort, Client]:
    cohort, client = room()
    crowd(cohort, 60, 21)
    make_enrolment(cohort=cohort, venture=make_venture(name='=HYPERLINK("http://x")'))
    return cohort, client


ground, there = made_once(filled)


def got(client: Client, cohort: Cohort, end: str, query: str = "") -> Any:
    answer = client.get(f"/cohorts/{cohort.pk}.{end}?{query}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    return answer


def table(client: Client, cohort: Cohort, query: str) -> list[list[str]]:
    answer = got(client, cohort, "csv", query)
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert answer["X-Row-Count"] == str(len(rows) - 1)
    assert f"-{len(rows) - 1}-rows.csv" in answer["Content-Disposition"]
    assert [row[:2] for row in rows[1:]] == [
        [str(place), str(len(rows) - 1)] for place in range(1, len(rows))
    ]
    return [row[2:] for row in rows]


def shown(client: Client, cohort: Cohort, query: str) -> list[list[str]]:
    """Every page of the table as the page shows it."""
    found, token = [], query
    while token is not None:
        context = client.get(f"/cohorts/{cohort.pk}/?{token}").context
        for row in context["rows"]:
            words = [
                row.path if one.kind == "path" else one.cell.words.replace("−", "-").lstrip("+")
                for one in row.cells
            ]
            found.append([row.name, row.stage, *words])
        token = context["later"] or None
    return found


def test_csv_holds_what_the_pages_show(
    there: tuple[Cohort, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "PAGE", 11)
    cohort, client = there
    for query in (QUERY, "name=venture&sort=stage", ""):
        head, *rows = table(client, cohort, query)
        assert [[written_in_csv(row[0]), *row[1:]] for row in rows] == shown(client, cohort, query)
        assert len(rows) > 11
    assert head == ["venture", "stage", "state", "path", "margin", "lean", "funding", "community",
                    "safety"]  # fmt: skip


def test_a_name_is_no_formula_in_any_file(there: tuple[Cohort, Client]) -> None:
    cohort, client = there
    [_, row] = table(client, cohort, "name=hyperlink")
    assert row[0].startswith("'=")
    book = load_workbook(io.BytesIO(got(client, cohort, "xlsx", "name=hyperlink").getvalue()))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.value[:2]) == ("s", "'=")
    [one] = json.loads(got(client, cohort, "json", "name=hyperlink").getvalue())["ventures"]
    assert one["venture"] == '=HYPERLINK("http://x")'


def test_workbook_and_json_hold_the_same_rows(there: tuple[Cohort, Client]) -> None:
    cohort, client = there
    head, *rows = table(client, cohort, QUERY)
    assert head == ["venture", "stage", "path", "lean", "in-team", "runway"]
    answer = got(client, cohort, "xlsx", QUERY)
    book = load_workbook(io.BytesIO(answer.getvalue()))
    sheet, about = book.worksheets
    found = [["" if one is None else str(one) for one in row]
             for row in sheet.iter_rows(min_row=2, values_only=True)]  # fmt: skip
    assert found == rows
    assert about["B3"].value == len(rows) == int(answer["X-Row-Count"])
    told = json.loads(got(client, cohort, "json", QUERY).getvalue())
    assert (told["rows"], told["columns"]) == (len(rows), head)
    assert [one["venture"] for one in told["ventures"]] == [written_in_csv(row[0]) for row in rows]
    for one, row in zip(told["ventures"], rows, strict=True):
        for key, cell in zip(head[3:], row[3:], strict=True):
            if one[key] is None:
                assert cell == one["missing"][key].replace("-", " ")
            else:
                assert cell == str(one[key]) and key not in one["missing"]


def test_nothing_that_matches_is_a_file_without_rows(there: tuple[Cohort, Client]) -> None:
    cohort, client = there
    assert len(table(client, cohort, "name=nobody is called so")) == 1
    told = json.loads(got(client, cohort, "json", "name=nobody is called so").getvalue())
    assert (told["rows"], told["ventures"]) == (0, [])


def test_whoever_takes_a_file_is_recorded_and_strangers_get_none(
    there: tuple[Cohort, Client], django_assert_num_queries: Any
) -> None:
    cohort, client = there
    assert client.head(f"/cohorts/{cohort.pk}.csv").status_code == 405  # its name is a number
    assert not Opening.objects.exists()
    with django_assert_num_queries(5):  # session, cohort, who looked, round, rows
        got(client, cohort, "csv", "round=intake").getvalue()
    assert Opening.objects.get().cohort == cohort
    _, stranger = room(cohort.edition)
    for end in ("csv", "xlsx", "json"):
        assert stranger.get(f"/cohorts/{cohort.pk}.{end}").status_code == 404
