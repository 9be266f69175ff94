"""The product's settings, for writers and programs that are faster than anybody may be."""

from fmassess.settings import *  # noqa: F403
from fmassess.settings import LIMITS

MOST_SAVES = 10**9
"""A drill asks whether what was acknowledged is kept; how many may be sent is another test's."""
LIMITS = {
    **LIMITS, "api": "100000/m/key", "api_day": "100000/d/key", "look": "100000/h/key",
    "start": "100000/h/ip", "starts": "100000/d/key", "what_if": "100000/h/key",
}  # fmt: skip
