"""The product's settings, for writers who save faster than anybody may type."""

from fmassess.settings import *  # noqa: F403

MOST_SAVES = 10**9
"""A drill asks whether what was acknowledged is kept; how many may be sent is another test's."""
