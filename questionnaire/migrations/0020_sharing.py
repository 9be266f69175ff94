"""Links to reports, disclosure in parts, and who opened either.

What was agreed to before was said in other words (version 1): scores and answers together, and the
path always. It goes on holding as it was agreed to, and is asked again.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install, without


def keep_what_was_agreed(apps, schema_editor):
    """Earlier consents in the new columns."""
    enrolments = apps.get_model("questionnaire", "Enrolment").objects
    consents = apps.get_model("questionnaire", "Consent").objects
    answers = models.F("categories")
    enrolments.filter(consented_at__isnull=False).update(answers=answers, path=True, text_version=1)
    consents.exclude(categories=[]).update(answers=answers, path=True, text_version=1)
    consents.filter(categories=[]).update(text_version=1)


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0019_counts'),
    ]

    operations = [
        *without(
            migrations.AddField(
                model_name='consent',
                name='answers',
                field=models.JSONField(default=list),
            ),
            migrations.AddField(
                model_name='consent',
                name='evidence',
                field=models.JSONField(default=list),
            ),
            migrations.AddField(
                model_name='consent',
                name='notes',
                field=models.JSONField(default=list),
            ),
            migrations.AddField(
                model_name='consent',
                name='path',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='consent',
                name='text_version',
                field=models.PositiveSmallIntegerField(default=0),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='answers',
                field=models.JSONField(default=list),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='evidence',
                field=models.JSONField(default=list),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='notes',
                field=models.JSONField(default=list),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='path',
                field=models.BooleanField(default=False),
            ),
            migrations.AddField(
                model_name='enrolment',
                name='text_version',
                field=models.PositiveSmallIntegerField(default=0),
            ),
            migrations.RunPython(keep_what_was_agreed, migrations.RunPython.noop),
        ),
        migrations.CreateModel(
            name='ReportLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(blank=True, max_length=120)),
                ('passphrase', models.CharField(blank=True, max_length=128)),
                ('with_notes', models.BooleanField(default=False)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('tries_from', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report_link', to='questionnaire.grant')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='questionnaire.report')),
            ],
        ),
        migrations.CreateModel(
            name='LinkOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='questionnaire.reportlink')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='questionnaire.cohort')),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='questionnaire.enrolment')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionnaire.report')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('enrolment__isnull', True)), fields=('cohort', 'by', 'hour'), name='opening_of_a_cohort_once_an_hour'), models.UniqueConstraint(condition=models.Q(('enrolment__isnull', False)), fields=('enrolment', 'report', 'by', 'hour'), name='opening_of_a_report_once_an_hour'), models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', True), ('report__isnull', True)), models.Q(('enrolment__isnull', False), ('report__isnull', False)), _connector='OR'), name='opening_of_a_cohort_or_a_report')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
