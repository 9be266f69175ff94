"""A pack's part knows which report it shows: who fetches it is told to have read that."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0225_files_by_link'),
    ]

    operations = [
        migrations.AddField(
            model_name='packpart', name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionnaire.report'),
        ),
    ]
