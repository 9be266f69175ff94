"""Access tokens of accelerators, and openings by the programs that show them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import without


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0060_release_plan'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('used_on', models.DateField(blank=True, null=True)),
                ('accelerator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='questionnaire.accelerator')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        *without(
        migrations.AddField(
            model_name='opening',
            name='token',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='questionnaire.accesstoken'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(condition=models.Q(('enrolment__isnull', True)), fields=('cohort', 'token', 'hour'), name='opening_by_a_program_once_an_hour'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(condition=models.Q(('enrolment__isnull', False)), fields=('enrolment', 'report', 'token', 'hour'), name='opening_of_a_report_by_a_program_once_an_hour'),
        ),
        ),
        migrations.AddConstraint(
            model_name='accesstoken',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='access_token_expires_after_creation'),
        ),
    ]
