"""What editors made of answers that no option fitted; append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0008_effects'),
    ]

    operations = [
        migrations.CreateModel(
            name='OtherMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=60)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('new', 'new'), ('seen', 'seen'), ('taken-up', 'taken-up'), ('declined', 'declined')], max_length=10)),
                ('note', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_marks', to='questionnaire.edition')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['new', 'seen', 'taken-up', 'declined'])), name='other_mark_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='other_mark_declined_says_why')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
