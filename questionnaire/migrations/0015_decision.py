"""What founders conclude and decide, and what reopens it; append-only."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0014_own'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('path', models.CharField(max_length=60)),
                ('recommended', models.CharField(blank=True, max_length=60)),
                ('reason', models.TextField()),
                ('against', models.TextField(blank=True)),
                ('rejected', models.JSONField(default=dict)),
                ('conclusions', models.JSONField(default=dict)),
                ('decided_by', models.TextField()),
                ('decided_on', models.DateField()),
                ('language', models.CharField(max_length=12)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='questionnaire.report')),
                ('venture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='questionnaire.venture')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
            },
        ),
        migrations.CreateModel(
            name='Tripwire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('condition', models.JSONField(null=True)),
                ('words', models.TextField(blank=True)),
                ('due', models.DateField(null=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tripwires', to='questionnaire.decision')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='Firing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('questions', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionnaire.submission')),
                ('tripwire', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='firing', to='questionnaire.tripwire')),
            ],
        ),
        migrations.CreateModel(
            name='Conclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conclusions', to='questionnaire.venture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('venture', 'step', 'version'), name='conclusion_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='conclusion_version')],
            },
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('venture', 'number'), name='decision_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='decision_number'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('path', ''), _negated=True)), name='decision_says_why'),
        ),
        migrations.AddConstraint(
            model_name='tripwire',
            constraint=models.UniqueConstraint(fields=('decision', 'place'), name='tripwire_once'),
        ),
        migrations.AddConstraint(
            model_name='tripwire',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('condition__isnull', False), ('due__isnull', True)), models.Q(('condition__isnull', True), ('due__isnull', False), models.Q(('words', ''), _negated=True)), _connector='OR'), name='tripwire_can_fire'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
