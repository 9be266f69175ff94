"""The JSON API: what a token opens, what it never opens, and that it says what the pages say."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from questionnaire.api.routes import document
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.models import Cohort, Enrolment, Opening
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.people.actor import Actor
from questionnaire.people.models import AccessToken, User
from questionnaire.people.tokens.actions import end_token, make_token
from questionnaire.report.models import Report
from questionnaire.vocabulary import AcceleratorRole
from tests.access.world import signed_in
from tests.cohort.rooms import enrol, room
from tests.factories import (
    make_accelerator_member,
    make_enrolment,
    make_round,
    make_user,
    make_venture,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


class Program:
    """Something that reads the API with a token of an accelerator."""

    def __init__(self, cohort: Cohort, name: str = "Dashboard") -> None:
        self.manager = make_accelerator_member(
            accelerator=cohort.accelerator, user=make_user(), role=AcceleratorRole.MANAGER
        ).user
        issued = make_token(
            accelerator=cohort.accelerator, name=name, lasts=YEAR, by=Actor(self.manager.pk),
            at=timezone.now(),
        )  # fmt: skip
        self.row, self.token = issued.row, issued.token
        self.client = Client(headers={"Authorization": f"Bearer {issued.token}"})

    def read(self, address: str, status: int = 200, **query: Any) -> Any:
        answer = self.client.get(f"/api/v1/{address}", query)
        assert answer.status_code == status, answer.content
        assert answer.headers["Content-Type"].startswith("application/json")
        return answer.json()


def owner_of(enrolment: Enrolment) -> User:
    return make_venture_member(venture=enrolment.venture, user=make_user()).user


def test_a_token_tells_whose_it_is_and_that_it_was_used() -> None:
    cohort, _ = room()
    program = Program(cohort)
    said = program.read("")
    assert (said["accelerator"], said["token"]) == (cohort.accelerator.name, "Dashboard")
    program.row.refresh_from_db()
    assert program.row.used_on == timezone.now().date()


@pytest.mark.parametrize("how", ["none", "wrong", "expired", "ended", "cookie", "basic"])
def test_without_a_token_that_works_there_is_nothing(how: str) -> None:
    cohort, reviewer = room()
    program = Program(cohort)
    client = program.client
    if how == "expired":
        AccessToken.objects.update(
            created_at=timezone.now() - YEAR, expires_at=timezone.now() - dt.timedelta(seconds=1)
        )
    if how == "ended":
        end_token(token=program.row, by=Actor(program.manager.pk), at=timezone.now())
    if how == "cookie":
        client = reviewer
    if how in ("none", "wrong", "basic"):
        words = {"none": "", "wrong": "Bearer fma_wrong", "basic": f"Basic {program.token}"}
        client = Client(headers={"Authorization": words[how]})
    for address in ("", "cohorts/", f"cohorts/{cohort.pk}/", f"cohorts/{cohort.pk}/ventures/"):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "token" in answer.json()["problem"]
    assert not Opening.objects.exists()


def test_nothing_of_another_accelerator_is_to_be_had() -> None:
    theirs, _ = room()
    enrolment = enrol(theirs, "delta-soil")
    mine, _ = room(theirs.edition)
    program = Program(mine)
    assert [one["id"] for one in program.read("cohorts/")["items"]] == [str(mine.pk)]
    absent = program.read(f"cohorts/{uuid.uuid4()}/", 404)
    for end in ("", "summary/", "ventures/", f"ventures/{enrolment.pk}/"):
        assert program.read(f"cohorts/{theirs.pk}/{end}", 404) == absent
    assert program.read(f"cohorts/{mine.pk}/ventures/{enrolment.pk}/", 404) == absent
    assert not Opening.objects.filter(cohort=theirs).exists()


def test_a_token_changes_nothing_and_opens_no_page() -> None:
    cohort, _ = room()
    program = Program(cohort)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(program.client, method)("/api/v1/cohorts/").status_code == 405
    assert program.client.get(f"/cohorts/{cohort.pk}/").status_code == 302
    assert program.client.get("/home/").status_code == 302


def test_a_cohort_says_its_words_in_the_language_asked_for() -> None:
    cohort, _ = room()
    make_round(cohort=cohort)
    enrol(cohort, "delta-soil")
    found = Program(cohort).read(f"cohorts/{cohort.pk}/", language="de")
    assert (found["ventures"], found["states"]) == (1, {"submitted": 1})
    assert [one["kind"] for one in found["rounds"]] == ["intake"]
    assert {"key": "funding", "name": "Finanzierung"} in found["categories"]


def test_a_venture_is_told_as_on_the_page_and_what_is_not_shared_is_no_zero() -> None:
    cohort, _ = room()
    whole = enrol(cohort, "delta-soil")
    silent = make_enrolment(cohort=cohort, venture=make_venture(name="Silent"), consented_at=None)
    program = Program(cohort)
    rows = {one["id"]: one for one in program.read(f"cohorts/{cohort.pk}/ventures/")["items"]}
    report = Report.objects.get()
    told = rows[str(whole.pk)]
    assert (told["state"], told["path"]) == ("submitted", report.path)
    assert told["lean"] == {"value": report.lean, "missing": None}
    assert told["postures"]["safety"] == {"value": report.safety, "missing": None}
    other = rows[str(silent.pk)]
    assert (other["name"], other["state"], other["path"]) == ("Silent", "not-shared", None)
    assert other["postures"]["safety"] == {"value": None, "missing": "not-shared"}
    assert set(map(str, other["categories"].values())) == {
        "{'value': None, 'missing': 'not-shared'}"
    }


def test_answers_notes_and_evidence_are_told_only_where_each_is_shared() -> None:
    cohort, _ = room()
    enrolment = enrol(cohort, "delta-soil")
    owner = owner_of(enrolment)
    program = Program(cohort)
    address = f"cohorts/{cohort.pk}/ventures/{enrolment.pk}/"

    def agree(shared: Disclosure) -> Any:
        share(enrolment=enrolment, shared=shared, by=Actor(owner.pk), at=timezone.now())
        return program.read(address)

    funding = frozenset({"funding"})
    found = agree(Disclosure(scores=funding))
    assert (found["answers"], found["shared"]["scores"]) == ([], ["funding"])
    found = agree(Disclosure(scores=funding | {"team"}, answers=funding))
    assert {one["category"] for one in found["answers"]} == {"funding"}
    assert {(one["note"], one["evidence"]) for one in found["answers"]} == {(None, None)}
    found = agree(Disclosure(scores=funding, answers=funding, notes=funding))
    assert all(one["note"] is not None and one["evidence"] is None for one in found["answers"])
    leave(enrolment=enrolment, by=Actor(owner.pk), at=timezone.now())
    program.read(address, 404)
    assert program.read(f"cohorts/{cohort.pk}/ventures/")["items"] == []


def test_each_reading_is_recorded_and_the_venture_sees_by_what() -> None:
    cohort, _ = room()
    enrolment = enrol(cohort, "delta-soil")
    program = Program(cohort, "Nightly import")
    for _ in range(2):
        program.read(f"cohorts/{cohort.pk}/summary/")
        program.read(f"cohorts/{cohort.pk}/ventures/{enrolment.pk}/")
    seen = [(one.enrolment_id, one.by_id, one.token_id) for one in Opening.objects.order_by("pk")]
    assert seen == [(None, None, program.row.pk), (enrolment.pk, None, program.row.pk)] * 2
    owner = signed_in(owner_of(enrolment))
    assessment = Report.objects.get().submission.assessment_id
    page = owner.get(f"/a/{assessment}/cohorts/{enrolment.pk}/").content.decode()
    assert "a program (“Nightly import”)" in page
    kept = owner.get(f"/a/{assessment}/download.html")
    assert "Nightly import" in b"".join(kept).decode()


def test_pages_go_on_where_the_last_one_ended_and_narrow_as_the_page_does() -> None:
    cohort, _ = room()
    for number in range(53):
        make_enrolment(cohort=cohort, venture=make_venture(name=f"Venture {number:02}"))
    enrol(cohort, "delta-soil")
    program = Program(cohort)
    address = f"cohorts/{cohort.pk}/ventures/"
    first = program.read(address, sort="-lean")
    rest = program.read(address, sort="-lean", after=first["next"])
    names = [one["name"] for one in first["items"] + rest["items"]]
    assert (first["total"], len(first["items"]), len(set(names))) == (54, 50, 54)
    assert (rest["next"], first["items"][0]["state"]) == (None, "submitted")
    assert program.read(address, state="submitted")["total"] == 1
    assert program.read(address, name="venture 0")["total"] == 10


def test_a_summary_counts_what_is_shared() -> None:
    cohort, _ = room()
    for persona in ("almendra-speech", "delta-soil"):
        enrol(cohort, persona)
    make_enrolment(cohort=cohort, consented_at=None)
    found = Program(cohort).read(f"cohorts/{cohort.pk}/summary/")
    values = sorted(Report.objects.values_list("safety", flat=True))
    assert (found["ventures"], found["states"]) == (3, {"submitted": 2, "not-shared": 1})
    assert found["postures"]["safety"]["shown"] == 2
    assert values[0] <= found["postures"]["safety"]["median"] <= values[1]
    assert sum(one["ventures"] for one in found["paths"]) == 2
    assert {(one["shared"], one["not_shared"]) for one in found["paths"]} == {(2, 0)}


def test_what_is_not_shared_is_no_zero_in_a_summary_nor_beside_a_venture() -> None:
    cohort, _ = room()
    part, whole = enrol(cohort, "delta-soil", ["funding"]), enrol(cohort, "delta-soil")
    program = Program(cohort)
    found = program.read(f"cohorts/{cohort.pk}/summary/")
    told = {one["key"]: one for one in found["contradictions"]}
    lines = {one["id"]: one for one in program.read(f"cohorts/{cohort.pk}/ventures/")["items"]}
    shows = set(lines[str(part.pk)]["contradictions_shared"])
    assert shows < set(lines[str(whole.pk)]["contradictions_shared"]) == set(told)
    assert all(one["shared"] == (2 if key in shows else 1) for key, one in told.items())
    assert all(one["shared"] + one["not_shared"] == 2 for one in told.values())
    whole.delete()
    told = program.read(f"cohorts/{cohort.pk}/summary/")["contradictions"]
    assert {one["ventures"] for one in told if one["key"] not in shows} == {None}
    assert all((one["ventures"] is None) == (one["shared"] == 0) for one in told)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"safety": "101"}, "safety: "),
        ({"state": "asleep"}, "state: "),
        ({"path": "nowhere"}, "path: there is no 'nowhere' in this cohort's edition"),
        ({"sort": "shoe-size"}, "sort: there is no column 'shoe-size'"),
        ({"after": "abc"}, "after: this is the `next` of no page in this order"),
        ({"round": "demoday"}, "round: this cohort has no round 'demoday'"),
        ({"name": "x" * 121}, "name: "),
    ],
)
def test_what_is_asked_for_wrongly_is_said_at_its_name(query: dict[str, str], said: str) -> None:
    cohort, _ = room()
    found = Program(cohort).read(f"cohorts/{cohort.pk}/ventures/", 422, **query)
    assert found["problem"].startswith(said)


def test_too_many_requests_are_told_when_to_come_again(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "api": "2/m/key", "unknown_token": "3/m/ip"}
    cohort, _ = room()
    program = Program(cohort)
    program.read("")
    program.read("")
    answer = program.client.get("/api/v1/")
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert "try again" in answer.json()["problem"]
    stranger = Client(headers={"Authorization": "Bearer fma_no"})
    codes = [stranger.get("/api/v1/").status_code for _ in range(4)]
    assert codes == [401, 401, 401, 429]


def test_a_program_reads_so_much_a_day_and_no_more(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "api_day": "1/d/key"}  # ten: it is counted in tens
    cohort, _ = room()
    program = Program(cohort)
    where = f"/api/v1/cohorts/{cohort.pk}/"
    codes = [program.client.get(where).status_code for _ in range(12)]
    assert (codes, Opening.objects.count()) == (10 * [200] + 2 * [429], 10)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_every_other_method_is_refused_in_the_shape_of_every_fault(method: str) -> None:
    cohort, _ = room()
    program = Program(cohort)
    for where in ("", "cohorts/", f"cohorts/{cohort.pk}/", "openapi.json"):
        answer = getattr(program.client, method)(f"/api/v1/{where}")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET"), where
        if method != "head":
            told = {"problem": "Only GET is answered here.", "reference": ""}
            assert answer.json() == told, where


def test_every_fault_has_one_shape_which_the_document_names() -> None:
    cohort, _ = room()
    program = Program(cohort)
    faults = {
        "cohorts/no-such/": 404, "no-such/": 404, f"cohorts/{uuid.uuid4()}/": 404,
        "cohorts/?after=x": 422, "cohorts/?after=%FF": 400,
    }  # fmt: skip
    for where, status in faults.items():
        told = program.client.get(f"/api/v1/{where}", headers={"Accept": "text/html"})
        assert (told.status_code, set(told.json())) == (status, {"problem", "reference"}), where
    assert set(Client().get("/api/v1/").json()) == {"problem", "reference"}
    for path, methods in document()["paths"].items():
        told = set(methods["get"]["responses"]) - {200}
        assert told == {400, 401, 404, 405, 422, 429, 500, 503}, path


def test_the_openapi_document_names_every_address_and_needs_no_token() -> None:
    found = Client().get("/api/v1/openapi.json")
    assert found.json() == json.loads(json.dumps(document()))
    assert set(found.json()["paths"]) == {
        "/api/v1/", "/api/v1/cohorts/", "/api/v1/cohorts/{cohort}/",
        "/api/v1/cohorts/{cohort}/summary/", "/api/v1/cohorts/{cohort}/ventures/",
        "/api/v1/cohorts/{cohort}/ventures/{enrolment}/",
    }  # fmt: skip


def test_queries_do_not_grow_with_the_number_of_ventures(django_assert_num_queries: Any) -> None:
    cohort, _ = room()
    enrolment = enrol(cohort, "delta-soil")
    program = Program(cohort)
    ends = {"": 5, "summary/": 5, "ventures/": 5, f"ventures/{enrolment.pk}/": 6}
    for end in ends:
        program.read(f"cohorts/{cohort.pk}/{end}")
    for persona in ("almendra-speech", "kestrel-code"):
        enrol(cohort, persona)
    for end, number in ends.items():
        with django_assert_num_queries(number):
            program.read(f"cohorts/{cohort.pk}/{end}")
