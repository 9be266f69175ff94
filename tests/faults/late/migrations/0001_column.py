"""A column more, as an upgrade brings one; it needs the whole table for a moment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE questionnaire_answer ADD COLUMN late integer NULL",
            "ALTER TABLE questionnaire_answer DROP COLUMN late",
        )
    ]
