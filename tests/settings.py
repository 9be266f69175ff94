"""The project's settings as tests see them, whoever starts pytest."""

import os

os.environ["FMASSESS_ENV"] = "test"

from fmassess.settings import *  # noqa: E402, F403
