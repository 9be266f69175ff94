"""Scenarios, and action plans with everything that was changed about them."""

import django.db.models.deletion
import questionnaire.vocabulary
import uuid
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0016_report_texts'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('text', models.TextField(blank=True, default='')),
                ('done_when', models.TextField(blank=True, default='')),
                ('owner_name', models.CharField(blank=True, default='', max_length=120)),
                ('due', models.DateField(null=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('doing', 'doing'), ('done', 'done'), ('dropped', 'dropped')], default=questionnaire.vocabulary.PlanState['OPEN'], max_length=10)),
                ('reason', models.TextField(blank=True, default='')),
                ('note', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField()),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(blank=True, default='', max_length=60)),
                ('created_at', models.DateTimeField()),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionnaire.edition')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='questionnaire.venture')),
            ],
            options={
                'verbose_name': 'action of a plan',
                'verbose_name_plural': 'actions of plans',
            },
        ),
        migrations.CreateModel(
            name='PlanChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, default='')),
                ('done_when', models.TextField(blank=True, default='')),
                ('owner_name', models.CharField(blank=True, default='', max_length=120)),
                ('due', models.DateField(null=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('doing', 'doing'), ('done', 'done'), ('dropped', 'dropped')], default=questionnaire.vocabulary.PlanState['OPEN'], max_length=10)),
                ('reason', models.TextField(blank=True, default='')),
                ('note', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='questionnaire.planitem')),
            ],
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('changes', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='questionnaire.submission')),
            ],
            options={
                'verbose_name': 'scenario',
                'verbose_name_plural': 'scenarios',
            },
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.UniqueConstraint(condition=models.Q(('action', ''), _negated=True), fields=('venture', 'action'), name='plan_once'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'doing', 'done', 'dropped'])), name='plan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', questionnaire.vocabulary.PlanState['DROPPED']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='plan_dropped_says_why'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('text', ''), models.Q(('action', ''), _negated=True)), models.Q(('action', ''), ('edition__isnull', True), models.Q(('text', ''), _negated=True)), _connector='OR'), name='plan_has_words'),
        ),
        migrations.AddConstraint(
            model_name='planchange',
            constraint=models.UniqueConstraint(fields=('item', 'version'), name='plan_change_once'),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.UniqueConstraint(fields=('submission', 'name'), name='scenario_name_once'),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='scenario_has_a_name'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
