"""Adds when a copy was queued, so that the scheduler can find the ones that wait too long.

The column may be empty, so that the previous release goes on inserting rows beside this one.
"""

from django.db import migrations, models


def take_upload_time(apps, schema_editor):
    """Treat copies that wait already as queued when they were uploaded."""
    copies = apps.get_model("exams", "Copy").objects.using(schema_editor.connection.alias)
    copies.filter(status="pending").update(queued_at=models.F("uploaded_at"))


class Migration(migrations.Migration):

    dependencies = [("exams", "0002_schedulerrun")]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="queued_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="mise en file le"),
        ),
        migrations.RunPython(take_upload_time, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="copy",
            index=models.Index(fields=["status", "uploaded_at"], name="copy_by_status"),
        ),
    ]
