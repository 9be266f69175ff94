"""Every consent of a venture in a cohort is kept as it was given."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from questionnaire.migrations._guards import install


def remember(apps, schema_editor):
    """What is known of earlier consents: the last one, and the leaving."""
    Consent = apps.get_model("questionnaire", "Consent")
    for one in apps.get_model("questionnaire", "Enrolment").objects.all():
        if one.consented_at:
            Consent.objects.create(
                enrolment=one, categories=one.categories, at=one.consented_at
            )
        if one.revoked_at:
            Consent.objects.create(enrolment=one, leaving=True, at=one.revoked_at)


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0013_flags")]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("categories", models.JSONField(default=list)),
                ("leaving", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="questionnaire.enrolment")),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
