"""A release plan is the venture's, numbered through all editions that it answered under."""

import django.db.models.deletion
from django.db import migrations, models

from questionnaire.migrations._guards import without


def number_by_venture(apps, schema_editor):
    """Every saved plan gets its venture, and a number in the order in which they were saved."""
    plans = apps.get_model("questionnaire", "ReleasePlan").objects
    numbers = {}
    rows = plans.order_by("at", "pk").values_list("pk", "assessment__venture_id")
    for key, venture in list(rows):
        numbers[venture] = numbers.get(venture, 0) + 1
        plans.filter(pk=key).update(venture_id=venture, version=numbers[venture])
    if schema_editor.connection.vendor == "postgresql":  # else no column can be altered after
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0080_keyed_opt_outs'),
    ]

    operations = without(
        migrations.RemoveConstraint(
            model_name='releaseplan',
            name='release_plan_once',
        ),
        migrations.AddField(
            model_name='releaseplan',
            name='venture',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='release_plans', to='questionnaire.venture'),
        ),
        migrations.RunPython(number_by_venture, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='releaseplan',
            name='venture',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_plans', to='questionnaire.venture'),
        ),
        migrations.AddConstraint(
            model_name='releaseplan',
            constraint=models.UniqueConstraint(fields=('venture', 'version'), name='release_plan_once'),
        ),
    )
