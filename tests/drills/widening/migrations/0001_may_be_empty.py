"""One way of widening: ``ways.may_be_empty``."""

from django.db import migrations

from tests.drills.widening.ways import may_be_empty, widened


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0001_initial")]
    operations = [migrations.RunPython(widened(may_be_empty))]
