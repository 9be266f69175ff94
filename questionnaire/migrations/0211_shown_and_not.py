"""Of how many ventures it is shown whether they have a contradiction or need an action; and a cohort's
table by path, stage and state in the order of an index. Until ``rebuild_standings`` has run, which
this version asks for anyway, only what is there counts as shown, and paths and stages have no place."""

from django.db import migrations, models

from questionnaire.migrations import _tallies

FEW = ("state", "path_place", "stage_place")


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0210_each_reading'),
    ]

    operations = [
        migrations.RunPython(_tallies.remove, _tallies.install),
        *(
            migrations.AddField(model_name='standing', name=name, field=models.SmallIntegerField(null=True))
            for name in ("path_place", "stage_place")
        ),
        *(
            # In the database too: the version before writes standings without them.
            migrations.AddField(
                model_name='standing', name=name,
                field=models.BigIntegerField(default=0, db_default=0),
            )
            for name in _tallies.OF
        ),
        migrations.RunSQL(
            "UPDATE questionnaire_standing SET tensions_of = tensions, actions_of = actions "
            "WHERE tensions <> 0 OR actions <> 0", migrations.RunSQL.noop,
        ),
        *(
            migrations.AddIndex(
                model_name='standing',
                index=models.Index(
                    condition=models.Q(('round__isnull', True)),
                    fields=['cohort', name, 'name_key', 'enrolment'], name=f'standing_{name}_now',
                ),
            )
            for name in FEW
        ),
        migrations.RunPython(_tallies.install, _tallies.remove),
        migrations.RunPython(_tallies.count_all, migrations.RunPython.noop),
    ]
