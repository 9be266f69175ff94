"""The change note is a text in each language, for founders read it."""

from django.db import migrations, models

from questionnaire.migrations._guards import without


def put_into_language(apps, schema_editor):
    """What was written in one text stands in the edition's first language."""
    for edition in apps.get_model("questionnaire", "Edition").objects.exclude(one_note=""):
        edition.change_note = {(edition.languages or ["en"])[0]: edition.one_note}
        edition.save(update_fields=["change_note"])
    for wish in apps.get_model("questionnaire", "PublishWish").objects.select_related("edition"):
        wish.note = {(wish.edition.languages or ["en"])[0]: wish.one_note}
        wish.save(update_fields=["note"])


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0009_inbox")]

    operations = without(
        migrations.RenameField("edition", "change_note", "one_note"),
        migrations.RenameField("publishwish", "note", "one_note"),
        migrations.AddField(
            "edition",
            "change_note",
            models.JSONField(blank=True, default=dict, verbose_name="change note"),
        ),
        migrations.AddField("publishwish", "note", models.JSONField(default=dict)),
        migrations.RunPython(put_into_language, migrations.RunPython.noop),
        migrations.RemoveField("edition", "one_note"),
        migrations.RemoveField("publishwish", "one_note"),
    )
