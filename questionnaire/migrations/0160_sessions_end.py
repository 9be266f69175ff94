"""Sessions know when something was last done with them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("questionnaire", "0120_tally"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
