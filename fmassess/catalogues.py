"""Compiles translation catalogues (.po to .mo) without the system's gettext."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "questionnaire" / "locale"


def main() -> int:
    """Compile every catalogue; fuzzy and broken entries are left out by the compiler."""
    for source in sorted(LOCALE.rglob("*.po")):
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
