"""The hashes of addresses that opted out get a key, and invitations to one address are counted."""

from django.db import migrations, models
from django.utils.crypto import salted_hmac


def give_key(apps, schema_editor):
    """As questionnaire.cohort.inviting.joining.actions.hash_address does from now on."""
    OptOut = apps.get_model("questionnaire", "OptOut")
    for row in OptOut.objects.all().iterator():
        plain = row.email_hash
        row.email_hash = salted_hmac(
            "questionnaire.no-reminders", plain, algorithm="sha256"
        ).hexdigest()
        row.save(update_fields=["email_hash"])


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0072_packs'),
    ]

    operations = [
        migrations.RunPython(give_key, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='cohortinvitation',
            index=models.Index(fields=['email'], name='invitations_to_one'),
        ),
    ]
