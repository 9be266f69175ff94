"""Who read others' reviews, and a review's total beside it, so that results are put in order."""

from fractions import Fraction

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_totals(apps, schema_editor):
    """As questionnaire.review.sums.weigh does when a review is submitted from now on."""
    Review = apps.get_model("questionnaire", "Review")
    rows = Review.objects.filter(submitted_at__isnull=False, conflict=False)
    for row in rows.select_related("rubric").iterator():
        scored = [
            (one, row.scores[one["key"]])
            for one in row.rubric.criteria
            if row.scores.get(one["key"]) is not None
        ]
        possible = sum(one.get("weight", 1) for one, _score in scored)
        if not possible:
            continue
        gained = sum(
            Fraction(
                one.get("weight", 1) * (min(max(score, 1), one.get("top", 5)) - 1),
                one.get("top", 5) - 1,
            )
            for one, score in scored
        )
        row.total = int(100 * gained / possible + Fraction(1, 2))
        row.save(update_fields=["total"])


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0100_release_plan_of_a_venture'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='total',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunPython(give_totals, migrations.RunPython.noop),
        migrations.CreateModel(
            name='ReviewReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_readings', to='questionnaire.enrolment')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'reader'), name='review_reading_once')],
            },
        ),
    ]
