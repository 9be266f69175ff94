"""A server whose launcher was killed is stopped by the next run; one in use is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.postgres import LAUNCHER, PREFIX, sweep

Server = subprocess.Popen[bytes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in a temporary folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = tmp_path / f"{PREFIX}one"
    (made / "data").mkdir(parents=True)
    return made


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """Something that runs with the folder among its arguments, as the server does."""
    code = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_DFL); time.sleep(30)"
    process = subprocess.Popen([sys.executable, "-c", code, f"{folder}/data"])
    (folder / "data" / "postmaster.pid").write_text(f"{process.pid}\n{folder}/data\n")
    yield process
    process.kill()
    process.wait()


def gone() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_server_without_its_launcher_is_stopped(folder: Path, server: Server) -> None:
    (folder / LAUNCHER).write_text(str(gone()))
    sweep()
    assert server.wait(timeout=10) != 0
    assert not folder.exists()


def test_a_server_of_a_living_launcher_is_left_alone(folder: Path, server: Server) -> None:
    (folder / LAUNCHER).write_text(str(os.getpid()))
    sweep()
    assert server.poll() is None
    assert folder.exists()


def test_a_process_that_only_has_the_old_servers_id_is_left_alone(
    folder: Path, server: Server
) -> None:
    other = folder.with_name(f"{PREFIX}two")
    folder.rename(other)
    (other / LAUNCHER).write_text(str(gone()))
    sweep()
    assert server.poll() is None
    assert not other.exists()


def test_a_folder_that_says_nothing_of_a_launcher_is_left_alone(
    folder: Path, server: Server
) -> None:
    sweep()
    assert server.poll() is None
    assert folder.exists()
