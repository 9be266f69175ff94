"""Mail waits in a table; the worker sends it."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0010_change_notes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sender', models.TextField()),
                ('to', models.JSONField()),
                ('subject', models.TextField(blank=True)),
                ('message', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('leaving', 'leaving'), ('sent', 'sent'), ('kept', 'kept'), ('failed', 'failed'), ('uncertain', 'uncertain')], default='waiting', max_length=10)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, default='', max_length=60)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'indexes': [models.Index(fields=['state', 'due_at'], name='mail_to_do')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'leaving', 'sent', 'kept', 'failed', 'uncertain'])), name='mail_state_known')],
            },
        ),
    ]
