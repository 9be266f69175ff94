"""A fresh site for a program that is no test: soak and drills. Before Django is loaded."""

from __future__ import annotations

import io
import logging
import os
from pathlib import Path


def make_site(folder: Path, *, empty: bool = False) -> None:
    """A fresh site: schema, questions, demonstration; empty: none of these yet."""
    os.environ["FMASSESS_ENV"] = "local"
    os.environ["FMASSESS_VAR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'fmassess.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "fmassess.settings"
    print("Preparing the site ...", flush=True)
    import django

    django.setup()
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the mail server's own
    if empty:
        return
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    editions = sorted(path.parent for path in Path("seeds").glob("*/edition.yaml"))
    call_command("load_bank", str(editions[-1]), stdout=io.StringIO())
    call_command("load_demo", stdout=io.StringIO())
