"""Creates the table of copies."""

from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import exams.models
import uuid


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="épreuve")),
                ("pupil", models.CharField(max_length=120, verbose_name="élève")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=exams.models.random_path, verbose_name="fichier"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="nom du fichier")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille en octets")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="déposée le")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "En attente"),
                            ("graded", "Notée"),
                            ("failed", "En échec"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "pages",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="pages"),
                ),
                (
                    "mark",
                    models.DecimalField(
                        decimal_places=1,
                        editable=False,
                        max_digits=3,
                        null=True,
                        verbose_name="note",
                    ),
                ),
                (
                    "graded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="notée le"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "copie",
                "verbose_name_plural": "copies",
                "ordering": ["-uploaded_at"],
            },
        ),
    ]
