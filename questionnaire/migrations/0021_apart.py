"""Answering apart: rounds, sheets that belong to one member, and what was settled after them."""

import django.db.models.deletion
import questionnaire.vocabulary
import uuid
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import without


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0020_sharing'),
    ]

    operations = without(
        migrations.CreateModel(
            name='ApartRound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('begun_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=60)),
                ('how', models.CharField(choices=[('agreed', 'agreed'), ('picked', 'picked'), ('shared', 'shared'), ('written', 'written')], max_length=10)),
                ('why', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='assessment',
            name='assessment_status_known',
        ),
        migrations.AddField(
            model_name='assessment',
            name='apart_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessment',
            name='laid_open_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='status',
            field=models.CharField(choices=[('open', 'open'), ('submitted', 'submitted'), ('laid-open', 'laid-open')], default=questionnaire.vocabulary.AssessmentStatus['OPEN'], max_length=10),
        ),
        migrations.AddField(
            model_name='apartround',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='apart_rounds', to='questionnaire.assessment'),
        ),
        migrations.AddField(
            model_name='apartround',
            name='begun_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apartround',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessment',
            name='apart',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionnaire.apartround'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'submitted', 'laid-open'])), name='assessment_status_known'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('apart', 'apart_by'), name='assessment_apart_once'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status', 'laid-open'), _negated=True), ('apart__isnull', True), ('apart_by__isnull', True), ('laid_open_at__isnull', True)), models.Q(models.Q(models.Q(('laid_open_at__isnull', True), ('status', 'open')), models.Q(('laid_open_at__isnull', False), ('status', 'laid-open')), _connector='OR'), ('apart__isnull', False), ('apart_by__isnull', False), ('carried_from__isnull', True), ('left_for__isnull', True), ('revision', 1)), _connector='OR'), name='assessment_apart_never_sent'),
        ),
        migrations.AddField(
            model_name='settlement',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='settlement',
            name='picked',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='settlement',
            name='revision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='settlement', to='questionnaire.answerrevision'),
        ),
        migrations.AddField(
            model_name='settlement',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='settlements', to='questionnaire.apartround'),
        ),
        migrations.AddConstraint(
            model_name='apartround',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('assessment',), name='apart_round_one_open'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['agreed', 'picked', 'shared', 'written'])), name='settlement_how_known'),
        ),
    )
