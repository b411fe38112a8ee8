"""What administrators see."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from exams.models import Copy, SchedulerRun


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows that only the application itself writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from uploads and tasks alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A mark is never edited by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A row removed here would leave its file behind."""
        return False


@admin.register(Copy)
class CopyAdmin(ReadOnlyAdmin):
    """Copies, with a link that takes the same protected way as everywhere."""

    list_display = ["title", "pupil", "status", "mark", "uploaded_at"]
    list_filter = ["status", "uploaded_at"]
    search_fields = ["title", "pupil"]
    fields = ["title", "pupil", "download", "size", "status", "pages", "mark", "uploaded_by"]
    readonly_fields = ["download"]

    @admin.display(description="fichier")
    def download(self, copy: Copy) -> str:
        """Link to the protected download."""
        return format_html('<a href="{}">{}</a>', copy.get_absolute_url(), copy.file_name)


@admin.register(SchedulerRun)
class SchedulerRunAdmin(ReadOnlyAdmin):
    """The scheduler's last run."""

    list_display = ["ran_at", "pending", "graded", "failed", "requeued"]
