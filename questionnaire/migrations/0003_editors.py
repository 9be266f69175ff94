"""The group of those who edit the bank; permissions themselves are made after migrating."""

from django.db import migrations

MODELS = (
    "edition", "category", "question", "option", "path", "requirement", "argument", "tension",
    "action", "milestone", "reversalline", "fact", "persona",
)  # fmt: skip


def make(apps, schema_editor):
    """Give the group every right on the bank, and none on answers.

    Django makes permissions only after all migrations ran; ours are needed now.
    """
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    for model in MODELS:
        kind, _ = types.get_or_create(app_label="questionnaire", model=model)
        name = apps.get_model("questionnaire", model)._meta.verbose_name
        for verb in ("add", "change", "delete", "view"):
            permission, _ = permissions.get_or_create(
                content_type=kind,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {name}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("questionnaire", "0002_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
