"""The steps of a deployment, and what each file in docs/deploy says of them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
STEPS = {
    "environment": "python3 -m venv .venv",
    "packages": ".venv/bin/pip install --require-hashes --no-deps --only-binary :all: "
    "-r requirements/app.txt",
    "catalogues": ".venv/bin/python -m fmassess.catalogues",
    "static": ".venv/bin/python manage.py collectstatic --noinput",
    "check": ".venv/bin/python manage.py check --deploy --fail-level WARNING",
    "migrate": ".venv/bin/python manage.py migrate --noinput",
    "standings": ".venv/bin/python manage.py rebuild_standings",
    "bank": ".venv/bin/python manage.py load_bank seeds/2026-11",
    "web": ".venv/bin/python -m gunicorn -c python:fmassess.serving",
    "worker": ".venv/bin/python manage.py work",
    "backup": ".venv/bin/python manage.py backup /var/backups/fmassess --keep 14",
}
"""Each step once; whoever changes one changes every file that has it, or a test says which."""
HERE = "/opt/fmassess/current/"


def words(step: str) -> list[str]:
    return shlex.split(STEPS[step])


def dockerfile() -> list[tuple[str, str]]:
    """The image's instructions with their text, continued lines joined."""
    text = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def copied() -> list[str]:
    """What the image takes from the repository."""
    told = [text.split() for name, text in dockerfile() if name == "COPY" and "--from" not in text]
    return [source for parts in told for source in parts[:-1]]


def image_runs() -> list[str]:
    return [text for name, text in dockerfile() if name == "RUN"]


def image_starts() -> list[str]:
    return [json.loads(text) for name, text in dockerfile() if name == "CMD"][-1]


def image_asks(port: int) -> list[str]:
    """How the engine asks the image's process whether it lives, where that listens at a port."""
    (said,) = [text for name, text in dockerfile() if name == "HEALTHCHECK"]
    command: list[str] = json.loads(said.split(" CMD ", 1)[1])
    assert ":8000/" in command[-1]
    return [one.replace(":8000/", f":{port}/") for one in command]


def services() -> dict[str, dict[str, Any]]:
    """The services of the compose file."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def unit(name: str) -> dict[str, list[tuple[str, str]]]:
    """A unit's sections, every line of them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (DEPLOY / "systemd" / name).read_text().splitlines():
        if head := re.fullmatch(r"\[(\w+)\]", line):
            lines = found.setdefault(head[1], [])
        elif line and line[0] != "#":
            key, value = line.split("=", 1)
            lines.append((key, value))
    return found


def unit_starts(name: str) -> str:
    """What a service starts, as it is typed in its folder."""
    (said,) = [value for key, value in unit(name)["Service"] if key == "ExecStart"]
    return said.replace(HERE, "")
