"""A mail knows which venture it is about, and goes when that is erased."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("questionnaire", "0160_sessions_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="about",
            field=models.UUIDField(db_index=True, editable=False, null=True),
        ),
    ]
