from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaire", "0080_keyed_opt_outs")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="venture_id",
            field=models.UUIDField(db_index=True, editable=False, null=True),
        ),
    ]
