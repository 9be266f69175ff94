"""Triggers that keep published editions, revisions, submissions and reports as they are."""

from django.db import migrations

from questionnaire.migrations._guards import install, remove


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
