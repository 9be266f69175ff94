"""What is late or missing makes /readyz 503, to the public without a word; /metrics has a token."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from questionnaire.post.models import Mail
from questionnaire.upkeep.beats import beat
from questionnaire.upkeep.models import Beat
from tests.factories import make_submission

pytestmark = pytest.mark.django_db
TOKEN = "canary-of-the-metrics-token-0123456789"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def watched(settings: Any) -> None:
    """As in production, and everything ran just now."""
    settings.WORKER_MINUTES, settings.BACKUP_HOURS = 10, 30
    for name in (Beat.WORKER, Beat.RETENTION, Beat.BACKUP):
        beat(name=name, at=timezone.now())


def test_all_is_ready_while_everything_runs(client: Client, watched: None) -> None:
    assert client.get("/readyz").status_code == 200


def test_machines_ask_by_whatever_name_and_people_by_the_sites_own(
    client: Client, watched: None, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = [".fmassess.example"]
    settings.METRICS_TOKEN = TOKEN
    for name in ("127.0.0.1:8000", "10.0.0.7", "web-1", "fmassess.example"):
        for address in ("/healthz", "/readyz", "/metrics"):
            shown = {"Host": name, "Authorization": f"Bearer {TOKEN}"}
            assert client.get(address, headers=shown).status_code == 200, (name, address)
    assert client.get("/", headers={"Host": "127.0.0.1:8000"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "late"),
    [(Beat.WORKER, HOUR / 5), (Beat.RETENTION, 49 * HOUR), (Beat.BACKUP, 31 * HOUR)],
)
def test_what_is_late_is_told_to_the_log_alone(
    client: Client, watched: None, caplog: pytest.LogCaptureFixture, settings: Any,
    name: str, late: dt.timedelta,
) -> None:  # fmt: skip
    beat(name=name, at=timezone.now() - late)
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    told = [one.getMessage() for one in caplog.records if one.name == "fmassess.health"]
    assert told == [f"not ready: {name}"]
    figures = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert "\nfmassess_ready 0.0\n" in figures
    assert client.get("/healthz").status_code == 200


def test_what_never_ran_is_late_and_where_nobody_waits_nothing_is(
    client: Client, watched: None, settings: Any
) -> None:
    Beat.objects.all().delete()
    assert client.get("/readyz").status_code == 503
    settings.WORKER_MINUTES = settings.BACKUP_HOURS = 0
    assert client.get("/readyz").status_code == 200


def test_a_disk_that_is_nearly_full_is_not_ready(client: Client, settings: Any) -> None:
    settings.LEAST_DISK = 101  # more than any disk has free
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_figures_are_shown_to_who_has_the_token_and_there_is_nothing_for_others(
    client: Client, settings: Any
) -> None:
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=shown).status_code == 404  # none is set
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": TOKEN}).status_code == 404
    answer = client.get("/metrics", headers=shown)
    assert (answer.status_code, answer["Content-Type"]) == (
        200, "text/plain; version=0.0.4; charset=utf-8",
    )  # fmt: skip
    assert client.post("/metrics", headers=shown).status_code == 405


def test_figures_say_what_is_so_in_prometheus_own_form(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    now = timezone.now()
    make_submission()
    for state, minutes in (("waiting", 5), ("waiting", 2), ("failed", 60)):
        Mail.objects.create(
            sender="a@example.org", to=["canary@example.org"], subject="canary", message="canary",
            state=state, queued_at=now - dt.timedelta(minutes=minutes), due_at=now,
        )  # fmt: skip
    beat(name=Beat.WORKER, at=now - dt.timedelta(seconds=7))
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    lines = text.splitlines()
    for line in (
        'fmassess_mails{state="waiting"} 2.0',
        'fmassess_mails{state="failed"} 1.0',
        'fmassess_chore_age_seconds{chore="backup"} -1.0',
        'fmassess_rows{table="submission"} 1.0',
        "fmassess_jobs_waiting 0.0",
        "fmassess_erasures_unlisted 0.0",
    ):
        assert line in lines
    told = dict(line.rsplit(" ", 1) for line in lines)
    assert 300 <= float(told["fmassess_mail_oldest_waiting_seconds"]) < 360
    assert 7 <= float(told['fmassess_chore_age_seconds{chore="worker"}']) < 67
    assert "canary" not in text
    families = {one.name for one in text_string_to_metric_families(text)}
    assert {"fmassess_mails", "fmassess_requests", "fmassess_request_seconds"} <= families
    typed = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(typed) == len(set(typed))  # those of one name stand together


def test_requests_are_counted_by_route_method_and_class_and_nothing_of_them_is_told(
    client: Client, settings: Any
) -> None:
    settings.METRICS_TOKEN = TOKEN

    def told() -> dict[str, float]:
        text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
        assert "canary" not in text.lower()
        return {
            line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1])
            for line in text.splitlines()
            if line[0] != "#"
        }

    before = told()
    for path in ("/healthz?canary=1", "/canary-path/", f"/r/{'canary' * 8}/"):
        client.get(path)
    for method in ("CANARY", "DELETE", "OPTIONS"):  # whatever clients think of is one
        client.generic(method, "/healthz")
    client.get("/canary/", headers={"host": "canary.example"})
    after = told()
    counts = [
        f'fmassess_requests_total{{method="{method}",route="{route}",status="{status}"}}'
        for method, route, status in (
            ("GET", "healthz", "2xx"),
            ("GET", "none", "4xx"),
            ("GET", "resume", "2xx"),
            ("other", "healthz", "2xx"),
        )
    ]
    assert [after[one] - before.get(one, 0) for one in counts] == [1, 2, 1, 3]
    took = 'fmassess_request_seconds_count{method="GET",route="healthz"}'
    assert after[took] - before.get(took, 0) == 1
    assert after["fmassess_requests_in_hand"] == 1  # the one that asks


def test_every_figure_and_route_of_the_example_alerts_is_there(
    client: Client, settings: Any
) -> None:
    settings.METRICS_TOKEN = TOKEN
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    rules = (settings.BASE_DIR / "docs" / "deploy" / "prometheus" / "alerts.yaml").read_text()
    told = [rule["expr"] for group in yaml.safe_load(rules)["groups"] for rule in group["rules"]]
    named = set(re.findall(r"fmassess_\w+", " ".join(told)))
    families = {one.name for one in text_string_to_metric_families(text)}
    on_postgresql = {"fmassess_database_connections"}
    plain = {re.sub(r"_(total|bucket)$", "", one) for one in named}
    assert plain - families - on_postgresql == set()
    routes = re.findall(r'route[=!~]+"([^"]+)"', " ".join(told))
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {one for said in routes for one in said.split("|")} - known == set()
