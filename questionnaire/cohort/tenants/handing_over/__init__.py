"""Handing an accelerator over whose owner cannot be reached."""
