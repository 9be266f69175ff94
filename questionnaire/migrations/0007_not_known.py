"""An option may say in its question's own words that this is not known yet."""

from django.db import migrations, models

from questionnaire.migrations._guards import without


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0006_moving")]

    operations = without(
        migrations.AddField(
            model_name="option",
            name="not_known",
            field=models.BooleanField(
                default=False,
                help_text="The general “we don't know yet” is then not offered beside it.",
                verbose_name="stands for “we don't know yet”",
            ),
        ),
    )
