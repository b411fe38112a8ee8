"""Adds how often a copy was graded.

The column may be empty, so that the previous release goes on inserting rows beside this one.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("exams", "0003_copy_queued_at")]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="grading_runs",
            field=models.PositiveIntegerField(
                editable=False, null=True, verbose_name="passages de notation"
            ),
        ),
    ]
