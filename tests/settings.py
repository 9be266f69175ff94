"""The project's settings as tests see them, whoever starts pytest."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["FMASSESS_ENV"] = "test"
_FOLDER = Path(tempfile.mkdtemp(prefix="fmassess-test-"))
os.environ["FMASSESS_VAR"] = str(_FOLDER)
os.environ.pop("FMASSESS_REPLICA_URL", None)  # tests that want one make it
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

from fmassess.settings import *  # noqa: E402, F403
from fmassess.settings import DATABASES  # noqa: E402

STATIC_ROOT = _FOLDER / "static"
STATIC_ROOT.mkdir()

# A file, as in real life: an in-memory database shared by threads locks whole tables.
DATABASES["default"].setdefault("TEST", {})
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # No test waits for the disk (see tests.harness.postgres.hurry).
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"]["NAME"] = str(_FOLDER / "test.sqlite3")
elif "--only-walks" in sys.argv:  # beside the other tests, on one server where one is named
    DATABASES["default"]["TEST"]["NAME"] = f"test_walks_{DATABASES['default']['NAME']}"
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # What all tests of a file stand on is one transaction, and a slow machine works for longer
    # between two statements of it than any request may.
    _given = DATABASES["default"]["OPTIONS"]["options"]
    DATABASES["default"]["OPTIONS"]["options"] = _given.replace(
        "idle_in_transaction_session_timeout=10000", "idle_in_transaction_session_timeout=300000"
    )
