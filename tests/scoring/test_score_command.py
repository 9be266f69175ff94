"""``manage.py score`` as a person runs it: a process, its output, its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scoring.goldens import raw_answers, shipped

ROOT = Path(__file__).parents[2]


def run(*arguments: str, text: str = "") -> tuple[int, str, str]:
    env = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "score", *arguments],
        input=text.encode("utf-8", "surrogatepass"), capture_output=True, timeout=60, env=env,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("score") / "answers.json"
    path.write_text(json.dumps(raw_answers(shipped().personas[0])))
    return str(path)


def test_json_is_the_scorecard_with_its_schema(answers: str) -> None:
    status, out, err = run(answers, "--format", "json")
    card = json.loads(out)
    assert (status, err) == (0, "")
    assert (card["schema"], card["edition"], card["depth"]) == (1, "2026-11", "full")
    assert run(answers, "--format", "json")[1] == out


def test_text_in_spanish_and_one_number_explained(answers: str) -> None:
    status, out, err = run(answers, "--lang", "es", "--depth", "report")
    assert (status, err, out.splitlines()[0]) == (0, "", "Edición 2026-11, puntuación 3")
    status, out, err = run(answers, "--explain", "lean", "--depth", "live")
    assert (status, err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "text", "line"),
    [
        (["-"], '{"answers": {"ghost": 1}}',
         "answers['ghost']: there is no such question; use a question key of this edition"),
        (["-"], "[" * 50_000, "input: it is nested too deeply; send one flat sheet of answers"),
        (["-"], '"\ud800"', "'-': cannot be read (it is not UTF-8 text); name a JSON file"),
        (["/nowhere.json"], "",
         "'/nowhere.json': cannot be read (No such file or directory); name a JSON file"),
        (["-", "--edition", "../x"], "{}",
         "--edition: there is no edition '../x' in seeds; use one of 2026-11"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_per_fault_and_exit_2(
    arguments: list[str], text: str, line: str
) -> None:
    assert run(*arguments, text=text) == (2, "", f"{line}\n")


def test_unknown_number_to_explain(answers: str) -> None:
    status, out, err = run(answers, "--explain", "ghost")
    assert (status, out) == (2, "")
    assert err.startswith("--explain: there is no number 'ghost'; use one of funding,")
