"""Questions may be flagged for later."""

from django.db import migrations, models

from questionnaire.migrations._guards import without


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0012_members")]

    operations = without(
        migrations.AddField("assessment", "flagged", models.JSONField(blank=True, default=list)),
    )
