"""One way of widening: ``ways.has_a_default``."""

from django.db import migrations

from tests.drills.widening.ways import has_a_default, widened


class Migration(migrations.Migration):
    dependencies = [("widening", "0001_may_be_empty")]
    operations = [migrations.RunPython(widened(has_a_default))]
