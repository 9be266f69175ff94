"""Counts of a cohort's standings, kept as they are written; an index for each order of its table."""

from django.db import migrations, models

from questionnaire.migrations import _tallies


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0110_review_readings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cohort_id', models.UUIDField()),
                ('round_id', models.UUIDField()),
                ('kind', models.CharField(max_length=12)),
                ('value', models.CharField(max_length=60)),
                ('n', models.IntegerField()),
                ('fresh', models.BooleanField(default=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'margin'], name='standing_margin_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'lean'], name='standing_lean_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'funding'], name='standing_funding_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'community'], name='standing_community_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'safety'], name='standing_safety_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'runway'], name='standing_runway_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c0'], name='standing_c0_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c1'], name='standing_c1_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c2'], name='standing_c2_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c3'], name='standing_c3_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c4'], name='standing_c4_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c5'], name='standing_c5_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c6'], name='standing_c6_now'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('round__isnull', True)), fields=['cohort', 'c7'], name='standing_c7_now'),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['cohort_id', 'round_id', 'kind', 'value'], name='tally_of'),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(condition=models.Q(('fresh', True)), fields=['cohort_id'], name='tally_fresh'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['cohort'], name='enrolment_left'),
        ),
        migrations.RunPython(_tallies.install, _tallies.remove),
        migrations.RunPython(_tallies.count_all, migrations.RunPython.noop),
    ]
