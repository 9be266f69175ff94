"""Release plans: what is opened of a model, revision by revision; append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0040_review'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleasePlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('plan', models.JSONField()),
                ('at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_plans', to='questionnaire.assessment')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'release plan',
                'verbose_name_plural': 'release plans',
                'constraints': [models.UniqueConstraint(fields=('assessment', 'version'), name='release_plan_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='release_plan_version')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
