"""A report's words are kept in each language as they stood on its date."""

import django.db.models.deletion
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0015_decision'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('body', models.BinaryField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='questionnaire.report')),
            ],
            options={
                'verbose_name': 'text of a report',
                'verbose_name_plural': 'texts of reports',
                'constraints': [models.UniqueConstraint(fields=('report', 'language'), name='report_text_once')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
