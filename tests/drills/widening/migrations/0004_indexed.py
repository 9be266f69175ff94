"""One way of widening: ``ways.indexed``."""

from django.db import migrations

from tests.drills.widening.ways import indexed, widened


class Migration(migrations.Migration):
    dependencies = [("widening", "0003_longer")]
    operations = [migrations.RunPython(widened(indexed))]
