"""Comparing a venture with the others of its cohort: who wants it, and what was said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0070_access_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='BenchmarkRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('behind', models.JSONField(default=dict)),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='benchmark', to='questionnaire.round')),
            ],
        ),
        migrations.CreateModel(
            name='BenchmarkWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agrees', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benchmark_words', to='questionnaire.enrolment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BenchmarkLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=70)),
                ('own', models.SmallIntegerField()),
                ('others', models.PositiveIntegerField()),
                ('lower', models.SmallIntegerField(null=True)),
                ('median', models.SmallIntegerField(null=True)),
                ('upper', models.SmallIntegerField(null=True)),
                ('percentile', models.SmallIntegerField(null=True)),
                ('withheld', models.CharField(blank=True, max_length=10)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benchmark_lines', to='questionnaire.enrolment')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionnaire.round')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'round', 'measure'), name='benchmark_line_once')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
