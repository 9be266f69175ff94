"""The product's settings, and one more app that has migrations to apply."""

from fmassess.settings import *  # noqa: F403
from fmassess.settings import INSTALLED_APPS

# Before the others: its migrate stands in for the product's.
INSTALLED_APPS = ["tests.faults.late", *INSTALLED_APPS]
