"""The entry ./run: what it says when something is missing, and how it counts."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSES = "def test_a(): pass\ndef test_b(): pass\n"
FAILS = "def test_a(): pass\ndef test_b(): assert 0\n"
SKIPS = "import pytest\n@pytest.mark.skip\ndef test_a(): pass\n"
BREAKS = "import nothing_of_this_name\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The entry as a module, standing in nobody's folder but the test's."""
    monkeypatch.setenv("FMASSESS_VAR", str(ROOT / "var"))
    # Loading what these runs of pytest do without is most of the time that they take.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    loader = importlib.machinery.SourceFileLoader("fmassess_run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("fmassess_run", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def entry(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "run", *arguments], capture_output=True, text=True
    )


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = entry("--port", str(port))
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert f"port {port} is taken" in line
    assert "--port" in line.split("taken")[1]


def test_a_command_that_does_not_exist_names_those_that_do() -> None:
    answer = entry("tests")
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert "'tests'" in line
    assert (
        "test, check, bench, soak, fuzz, mutants, lock, fmt, manage, rehearse, audit, sbom" in line
    )


@pytest.mark.parametrize(
    ("source", "says", "code"),
    [
        (PASSES, "2 passed, 0 failed in ", 0),
        (FAILS, "1 passed, 1 failed in ", 1),
        (SKIPS, "0 passed, 0 failed, 1 skipped in ", 0),
        (BREAKS, "0 passed, 1 failed in ", 1),
        ("", "0 passed, 1 failed in ", 1),  # nothing was tested: that is no success
    ],
)
def test_the_last_line_counts_like_pytest(
    run: ModuleType,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    source: str,
    says: str,
    code: int,
) -> None:
    (tmp_path / "test_it.py").write_text(source)
    outcome = run.Outcome()
    pytest_there = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--noconftest"]
    command = [*pytest_there, "-p", "no:django", "--rootdir", tmp_path, tmp_path]
    outcome.pytest({"it": command})
    assert outcome.close() == code
    assert capfd.readouterr().out.splitlines()[-1].startswith(says)


def test_tests_that_cannot_start_have_failed(
    run: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    outcome = run.Outcome()
    outcome.pytest({"it": [sys.executable, "-c", "raise SystemExit(3)", "--"]})
    assert outcome.close() == 1
    assert capfd.readouterr().out.splitlines()[-1].startswith("0 passed, 1 failed in ")


def test_runs_side_by_side_are_all_seen_and_all_counted(
    run: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, source in {"one": PASSES, "two": FAILS}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"test_{name}.py").write_text(source)
    outcome = run.Outcome()
    common = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--noconftest"]
    common += ["-p", "no:django", "--rootdir", tmp_path]
    outcome.pytest({name: [*common, tmp_path / name] for name in ("one", "two")})
    assert outcome.close() == 1
    said = capfd.readouterr().out
    assert [word in said for word in ("-- one: ok", "-- two: FAILED", "assert 0")] == [True] * 3
    assert said.splitlines()[-1].startswith("3 passed, 1 failed in ")


def test_a_stamp_ignores_what_python_compiled(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "rule.py").write_text("A = 1\n")
    before = run.digest(tmp_path)
    (tmp_path / "rule.pyc").write_bytes(b"compiled")
    assert run.digest(tmp_path) == before
    (tmp_path / "rule.py").write_text("A = 2\n")
    assert run.digest(tmp_path) != before
