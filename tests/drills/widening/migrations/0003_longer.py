"""One way of widening: ``ways.longer``."""

from django.db import migrations

from tests.drills.widening.ways import longer, widened


class Migration(migrations.Migration):
    dependencies = [("widening", "0002_has_a_default")]
    operations = [migrations.RunPython(widened(longer))]
