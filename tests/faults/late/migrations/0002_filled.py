"""A table made and filled in steps, slowly where it is told to: a migration that can be killed."""

import os
import time
from pathlib import Path
from typing import Any

from django.db import migrations

ROWS = 20


def fill(apps: Any, editor: Any) -> None:
    slowly = os.environ.get("LATE_SLOWLY")
    for number in range(ROWS):
        editor.execute(f"INSERT INTO late_row VALUES ({number})")  # noqa: S608
        if slowly and number == ROWS // 2:
            Path(slowly).touch()
            time.sleep(60)


class Migration(migrations.Migration):
    dependencies = [("late", "0001_column")]
    operations = [
        migrations.RunSQL("CREATE TABLE late_row (number integer)", "DROP TABLE late_row"),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
