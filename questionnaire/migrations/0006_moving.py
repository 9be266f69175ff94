"""A venture's answers to an edition may begin with those to an earlier one, and both stay."""

import django.db.models.deletion
from django.db import migrations, models

from questionnaire.migrations._guards import without


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0005_sent_answers")]

    operations = without(
        migrations.AddField(
            model_name="assessment",
            name="carried_from",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="carried_to",
                to="questionnaire.assessment",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="left_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="questionnaire.assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=~models.Q(carried_from=models.F("id"))
                & ~models.Q(left_for=models.F("id")),
                name="assessment_leads_elsewhere",
            ),
        ),
    )
