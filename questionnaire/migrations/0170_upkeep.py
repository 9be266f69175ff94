"""Erasures are noted, chores say when they ran, and a venture when it was warned."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0161_mail_goes_with_its_venture'),
    ]

    operations = [
        migrations.CreateModel(
            name='Beat',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'chore',
                'verbose_name_plural': 'chores',
            },
        ),
        migrations.AddField(
            model_name='venture',
            name='warned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='Erased',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('venture', 'venture'), ('account', 'account'), ('accelerator', 'accelerator')], max_length=11)),
                ('key', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('listed', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'indexes': [models.Index(condition=models.Q(('listed', False)), fields=['id'], name='erased_not_listed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['venture', 'account', 'accelerator'])), name='erased_kind_known')],
            },
        ),
    ]
