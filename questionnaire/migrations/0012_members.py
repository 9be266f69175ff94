"""Members are invited, look after categories, and a venture that was owned stays so."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, OuterRef


def claim(apps, schema_editor):
    """What has members was claimed; when is not known any more, so since it began."""
    members = apps.get_model("questionnaire", "VentureMember").objects
    ventures = apps.get_model("questionnaire", "Venture").objects
    ventures.filter(Exists(members.filter(venture_id=OuterRef("pk")))).update(
        claimed_at=models.F("created_at")
    )


ROLES = [("owner", "owner"), ("editor", "editor"), ("viewer", "viewer")]


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0011_post")]

    operations = [
        migrations.AddField(
            "venture", "claimed_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.AddField(
            "venturemember", "joined_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(claim, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(choices=ROLES, max_length=10)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("invited_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("venture", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="questionnaire.venture")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("role__in", ["owner", "editor", "viewer"])), name="invitation_role_known")],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="delegations", to="questionnaire.venturemember")),
                ("venture", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="delegations", to="questionnaire.venture")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("venture", "category"), name="delegation_once")],
            },
        ),
    ]
