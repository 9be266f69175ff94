"""What is recorded about editions: every edit, effects of drafts, and wishes to publish."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0007_not_known'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition_key', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('part', models.CharField(max_length=20)),
                ('key', models.CharField(blank=True, max_length=130)),
                ('field', models.CharField(blank=True, max_length=200)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='edits', to='questionnaire.edition')),
            ],
            options={
                'verbose_name': 'edit',
                'verbose_name_plural': 'edits',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PublishWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='publish_wish', to='questionnaire.edition')),
            ],
            options={
                'verbose_name': 'wish to publish',
                'verbose_name_plural': 'wishes to publish',
            },
        ),
        migrations.CreateModel(
            name='EffectRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('scoring_version', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('stopped', 'stopped')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('worked_at', models.DateTimeField(null=True)),
                ('planned', models.PositiveIntegerField(default=0)),
                ('seen', models.PositiveIntegerField(default=0)),
                ('cursor', models.UUIDField(null=True)),
                ('changed_path', models.PositiveIntegerField(default=0)),
                ('changed_band', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effect_runs', to='questionnaire.edition')),
            ],
            options={
                'verbose_name': 'effect of a draft',
                'verbose_name_plural': 'effects of drafts',
                'indexes': [models.Index(fields=['state', 'asked_at'], name='effect_run_to_do')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
