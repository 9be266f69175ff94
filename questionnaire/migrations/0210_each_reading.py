"""Each reading of what was disclosed is a row: founders were told of the first within an hour alone,
which may lie before the moment in which they shared anything. ``hour`` stays with earlier rows."""

from django.db import migrations, models

from questionnaire.migrations._guards import without

GONE = [
    "opening_of_a_cohort_once_an_hour", "opening_of_a_report_once_an_hour",
    "opening_by_a_program_once_an_hour", "opening_of_a_report_by_a_program_once_an_hour",
]  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0180_withdrawals'),
    ]

    operations = without(
        *(migrations.RemoveConstraint(model_name='opening', name=name) for name in GONE),
        migrations.AlterField(
            model_name='opening', name='hour', field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='opening',
            index=models.Index(condition=models.Q(('enrolment__isnull', True)), fields=['cohort', 'at'], name='opening_of_a_cohort_at'),
        ),
    )
