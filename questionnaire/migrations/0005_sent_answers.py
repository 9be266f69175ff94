"""Answers are written only while their assessment is open."""

from django.db import migrations

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0004_sessions")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
