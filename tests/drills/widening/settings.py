"""The product's settings, and one more app that has migrations to apply."""

from fmassess.settings import *  # noqa: F403
from fmassess.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.drills.widening"]
