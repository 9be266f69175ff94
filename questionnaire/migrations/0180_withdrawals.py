"""The list of erasures carries what was withdrawn, too; and packs that were made by the wider rule of
what may be shown are gone (each can be made anew)."""

from django.db import migrations, models

KINDS = ["venture", "account", "accelerator", "consent", "place", "link", "opt-out", "opt-in"]


def forget_packs(apps, schema_editor):
    apps.get_model("questionnaire", "Pack").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0171_words_due'),
    ]

    operations = [
        migrations.RunPython(forget_packs, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name='erased', name='erased_kind_known'),
        migrations.AlterField(
            model_name='erased',
            name='key',
            field=models.CharField(max_length=110),
        ),
        migrations.AlterField(
            model_name='erased',
            name='kind',
            field=models.CharField(choices=[(one, one) for one in KINDS], max_length=11),
        ),
        migrations.AddConstraint(
            model_name='erased',
            constraint=models.CheckConstraint(
                condition=models.Q(('kind__in', KINDS)), name='erased_kind_known'
            ),
        ),
    ]
