"""The table of Django's cache, which counts what is asked for too often."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """Does nothing where it is there already."""
    alias = schema_editor.connection.alias
    call_command("createcachetable", "fmassess_cache", database=alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0018_no_way_around")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
