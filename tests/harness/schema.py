"""The schema of a report's JSON file, from the product's own classes.

``python -m tests.harness.schema`` writes docs/report.schema.json anew; a test compares the two.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parents[2] / "docs" / "report.schema.json"


def adapter() -> Any:
    """Reads a report's file back into the classes that it was written from."""
    from pydantic import TypeAdapter

    from questionnaire.report.files.scorecard_file import ReportFile

    return TypeAdapter(ReportFile)


def text() -> str:
    """The schema as it is kept."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter().json_schema()}
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("FMASSESS_ENV", "test")
    import django

    django.setup()
    PLACE.write_text(text(), encoding="utf-8")
