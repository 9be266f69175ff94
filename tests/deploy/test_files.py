"""Dockerfile, compose file, units, proxy and handbook say the same, and nothing careless."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.deploy.files import (
    DEPLOY,
    ROOT,
    STEPS,
    copied,
    dockerfile,
    image_runs,
    image_starts,
    services,
    unit,
    unit_starts,
    words,
)
from tests.harness import proxy
from tests.harness.site import free_port

UNITS = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))


def test_the_image_is_made_by_the_steps_and_starts_by_one() -> None:
    ours = [run for run in image_runs() if ".venv" in run and "compileall" not in run]
    assert ours == [STEPS[name] for name in ("environment", "packages", "catalogues", "static")]
    assert image_starts() == words("web")


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert [one for one in copied() if not (ROOT / one).exists()] == []
    assert [one for one in copied() if f"!{one}" not in ignored] == []


def test_the_image_runs_as_nobody_in_particular_and_is_asked_whether_it_lives() -> None:
    names = [name for name, _ in dockerfile()]
    users = [text for name, text in dockerfile() if name == "USER"]
    assert users == ["fmassess"]
    assert names.index("USER") < names.index("CMD")
    (asked,) = [text for name, text in dockerfile() if name == "HEALTHCHECK"]
    assert "/healthz" in asked
    assert not re.search(r"SECRET|PASSWORD|TOKEN", (DEPLOY / "Dockerfile").read_text())


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "backup"])
def test_a_service_of_the_compose_file_runs_its_step_without_rights(name: str) -> None:
    one = services()[name]
    assert one["command"] == words(name)
    assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
    assert one["security_opt"] == ["no-new-privileges:true"]


def test_nothing_of_the_compose_file_listens_to_the_world() -> None:
    ports = [port for one in services().values() for port in one.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]


@pytest.mark.parametrize("name", ["web", "worker", "backup"])
def test_a_unit_runs_its_step(name: str) -> None:
    assert shlex.split(unit_starts(f"fmassess-{name}.service")) == words(name)


def test_the_example_of_an_environment_reads_alike_to_a_shell_and_to_systemd() -> None:
    """Compose reads what systemd does here: one value a line, in double quotes that nothing needs
    to be escaped in."""
    file = DEPLOY / "fmassess.env.example"
    told = dict(re.findall(r'^(?:# )?(FMASSESS_\w+)="([^"\\\\$`]+)"$', file.read_text(), re.M))
    plain = [line for line in file.read_text().splitlines() if line and line[0] != "#"]
    assert {line.split("=")[0] for line in plain} <= set(told)
    ask = 'set -a; . "$1"; exec env'
    done = subprocess.run(
        ["sh", "-euc", ask, "sh", file], env={}, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    got = dict(line.split("=", 1) for line in done.stdout.splitlines() if "FMASSESS" in line)
    assert got == {name: told[name] for name in got}
    assert len(got) == len(plain)
    assert got["FMASSESS_OPERATOR"] == "Example Accelerator, Madrid"


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_shut_in_and_names_no_secret(name: str) -> None:
    lines = unit(name)["Service"]
    told = dict(lines)
    assert told["User"] == "fmassess"
    for key in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert told[key] == "true", key
    assert (told["ProtectSystem"], told["CapabilityBoundingSet"]) == ("strict", "")
    given = [value for key, value in lines if key == "Environment"]
    assert [one for one in given if re.search(r"(SECRET_KEY|DATABASE_URL|PASSWORD)=", one)] == []


def test_a_stop_lasts_longer_than_what_gunicorn_finishes() -> None:
    asked = "import fmassess.serving as s; print(s.graceful_timeout, s.keepalive)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    graceful, keepalive = map(int, done.stdout.split())
    told = dict(unit("fmassess-web.service")["Service"])
    assert int(told["TimeoutStopSec"]) > graceful
    assert int(services()["web"]["stop_grace_period"].removesuffix("s")) > graceful
    assert keepalive > 60  # of nginx, to us


def test_the_proxy_overwrites_every_header_that_says_who_asks() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    (site,) = re.findall(r"location @site \{(.*?)\n    \}", text, flags=re.S)
    passed = dict(re.findall(r"proxy_set_header (\S+) (\S+);", site))
    assert passed["X-Forwarded-Proto"] == "$scheme"
    assert passed["X-Forwarded-For"] == "$remote_addr"  # never $proxy_add_x_forwarded_for
    for name in ("X-Forwarded-Host", "X-Forwarded-Ssl", "X-Forwarded-Protocol", "Forwarded"):
        assert passed[name] == '""', name
    assert text.count("proxy_pass ") == 1
    (shown,) = re.findall(r"log_format fmassess escape=json(.*?);", text, flags=re.S)
    assert not re.search(r"\$(request\b|request_uri|uri|args|remote_addr|http_|cookie)", shown)


@pytest.mark.skipif(not proxy.is_there(), reason="nginx is not installed")
def test_to_the_proxy_a_customer_with_many_ipv6_networks_is_one_visitor(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    (visitor,) = re.findall(r"^map \$binary_remote_addr .*?^\}$", text, flags=re.S | re.M)
    assert re.findall(r"limit_\w+_zone (\S+)", text) == ["$fmassess_visitor"] * 2
    port = free_port()
    told = COUNTING.format(folder=tmp_path, port=port, visitor=visitor)

    def come(address: str) -> int:
        link = HTTPConnection("127.0.0.1", port, timeout=5)
        link.request("GET", "/", headers={"X-Real-IP": address})
        return link.getresponse().status

    with proxy.running(tmp_path, port, told):
        one = ["2001:db8::1", "2001:db8::2", "2001:db8:0:ffff::a0a:a0a", "2001:db8:1::1"]
        assert [come(address) for address in one] == [200, 429, 429, 200]
        four = ["192.0.2.1", "192.0.2.2", "10.10.10.10", "192.0.2.1"]
        assert [come(address) for address in four] == [200, 200, 200, 429]


COUNTING = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  set_real_ip_from 127.0.0.1; real_ip_header X-Real-IP;
  {visitor}
  limit_req_zone $fmassess_visitor zone=page:1m rate=1r/m;
  limit_req_status 429;
  server {{
    listen 127.0.0.1:{port};
    location = /healthz {{ return 200; }}
    location / {{ limit_req zone=page; try_files /nothing @site; }}
    location @site {{ return 200; }}
  }}
}}
"""
"""Visitors of the test's choosing, each once a minute."""


def test_the_handbook_names_every_step() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    assert [step for step in STEPS.values() if step not in text] == []


def test_the_handbook_explains_every_variable_and_no_other() -> None:
    code = [*(ROOT / "fmassess").glob("*.py"), ROOT / "run"]
    read = {
        name
        for path in code
        for name in re.findall(r'"((?:FMASSESS|DATABASE)_[A-Z_]+)"', path.read_text())
    }
    told = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.M)
    )
    assert told == read
