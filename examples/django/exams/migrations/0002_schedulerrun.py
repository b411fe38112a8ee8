"""Adds the trace of the periodic task."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("exams", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SchedulerRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ran_at", models.DateTimeField()),
                ("pending", models.PositiveIntegerField()),
                ("graded", models.PositiveIntegerField()),
                ("failed", models.PositiveIntegerField()),
                ("requeued", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "passage du planificateur",
                "verbose_name_plural": "passages du planificateur",
            },
        ),
    ]
