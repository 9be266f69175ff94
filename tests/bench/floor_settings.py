"""The product's settings with the floor's addresses."""

from fmassess.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floor"
