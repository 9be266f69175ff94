"""An invitation by which an accelerator is handed over says since when it can be accepted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionnaire', '0230_report_of_a_part'),
    ]

    operations = [
        migrations.AddField(
            model_name='acceleratorinvitation', name='opens_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
