"""On SQLite the guards took a key that some rows share for one that all do: after the cohort's page
had been opened, the opening of a venture's report within the hour was left out of its log."""

from django.db import migrations

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0021_apart'),
    ]

    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
