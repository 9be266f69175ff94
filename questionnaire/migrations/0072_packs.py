"""PDFs of a cohort's ventures, made in the background."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0071_benchmark'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=10)),
                ('ventures', models.JSONField(default=list)),
                ('done', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('stopped', 'stopped')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('worked_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packs', to='questionnaire.cohort')),
            ],
            options={
                'ordering': ['-asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PackPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('shared', models.JSONField(default=dict)),
                ('file', models.BinaryField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_parts', to='questionnaire.enrolment')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='questionnaire.pack')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('cohort', 'by'), name='pack_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='packpart',
            constraint=models.UniqueConstraint(fields=('pack', 'place'), name='pack_part_once'),
        ),
    ]
