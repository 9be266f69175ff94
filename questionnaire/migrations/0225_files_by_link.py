"""That somebody who came by a link took its report along as a file is recorded beside its openings."""

from django.db import migrations, models

from questionnaire.migrations._guards import without


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0211_shown_and_not'),
    ]

    operations = without(
        migrations.AddField(
            model_name='linkopening', name='file',
            field=models.CharField(blank=True, db_default='', default='', max_length=4),
        ),
    )
