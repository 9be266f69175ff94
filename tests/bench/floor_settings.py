"""The product's settings with the floor's addresses, and Django's own SQLite."""

from fmassess.settings import *  # noqa: F403
from fmassess.settings import DATABASES

ROOT_URLCONF = "tests.bench.floor"
if DATABASES["default"]["ENGINE"] == "fmassess.sqlite":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
