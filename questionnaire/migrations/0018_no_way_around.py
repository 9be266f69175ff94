"""REPLACE and TRUNCATE go around no guard."""

from django.db import migrations

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0017_plan")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
