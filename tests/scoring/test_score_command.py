"""``manage.py score`` as a person runs it: its output and its exit status, without a database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from questionnaire.bank.seed_writing import write_seeds
from tests.bank.banks import small
from tests.scoring.goldens import raw_answers, shipped

ROOT = Path(__file__).parents[2]


def process(*arguments: str, text: str = "") -> tuple[int, str, str]:
    """As a process; it takes seconds, most of them to begin and to read the shipped seeds."""
    env = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "score", *arguments],
        input=text.encode("utf-8", "surrogatepass"), capture_output=True, timeout=60, env=env,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """The same in this process."""

    def call(*arguments: str, text: str = "") -> tuple[int, str, str]:
        typed = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed))
        status = 0
        try:
            call_command("score", *arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture
def little(settings: Any, tmp_path: Path) -> None:
    """An edition beside the others that is read in no time, and is the newest."""
    write_seeds(small(key="small-1"), tmp_path / "seeds" / "small-1")
    settings.BASE_DIR = tmp_path


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("score") / "answers.json"
    path.write_text(json.dumps(raw_answers(shipped().personas[0])))
    return str(path)


def test_json_is_the_scorecard_with_its_schema(answers: str, run: Any) -> None:
    status, out, err = process(answers, "--format", "json")
    card = json.loads(out)
    assert (status, err) == (0, "")
    assert (card["schema"], card["edition"], card["depth"]) == (1, "2026-11", "full")
    assert run(answers, "--format", "json") == (0, out, "")


def test_text_in_spanish(answers: str, run: Any) -> None:
    status, out, err = run(answers, "--lang", "es", "--depth", "report")
    assert (status, err, out.splitlines()[0]) == (0, "", "Edición 2026-11, puntuación 3")


def test_one_number_is_explained_and_of_an_unknown_one_it_says_which_there_are(
    run: Any, little: None
) -> None:
    status, out, err = run("-", "--explain", "lean", "--depth", "live", text='{"answers": {}}')
    assert (status, err) == (0, "")
    assert " sum " in out
    status, out, err = run("-", "--explain", "ghost", text='{"answers": {}}')
    assert (status, out) == (2, "")
    assert err.startswith("--explain: there is no number 'ghost'; use one of funding,")


def test_an_edition_that_is_not_there_is_one_line_and_the_process_ends_with_2() -> None:
    line = "--edition: there is no edition '../x' in seeds; use one of 2026-11\n"
    assert process("-", "--edition", "../x", text="{}") == (2, "", line)


@pytest.mark.parametrize(
    ("arguments", "text", "line"),
    [
        (["-"], '{"answers": {"ghost": 1}}',
         "answers['ghost']: there is no such question; use a question key of this edition"),
        (["-"], "[" * 50_000, "input: it is nested too deeply; send one flat sheet of answers"),
        (["-"], '"\ud800"', "'-': cannot be read (it is not UTF-8 text); name a JSON file"),
        (["/nowhere.json"], "",
         "'/nowhere.json': cannot be read (No such file or directory); name a JSON file"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_per_fault_and_exit_2(
    run: Any, little: None, arguments: list[str], text: str, line: str
) -> None:
    assert run(*arguments, text=text) == (2, "", f"{line}\n")
