"""Pages: the list of copies with its upload form, and the download."""

from functools import partial
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from exams.forms import CopyForm
from exams.models import Copy, SchedulerRun
from exams.tasks import enqueue

PAGE_SIZE = 25


def store_copy(form: CopyForm, request: HttpRequest) -> Copy:
    """Store a valid upload, and queue its grading once the row can be seen by a worker."""
    with transaction.atomic():
        copy = form.save_for(request.user)
        transaction.on_commit(partial(enqueue, copy))
    return copy


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest) -> HttpResponse:
    """Show the copies, or take one."""
    form = CopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        store_copy(form, request)
        messages.success(request, "La copie est déposée ; elle sera notée dans un instant.")
        return redirect("copies")
    visible = Copy.objects.visible_to(request.user)
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "run": SchedulerRun.objects.filter(pk=SchedulerRun.ONLY).first(),
        "max_upload_mb": settings.MAX_UPLOAD_MB,
        "has_pending": any(copy.status == Copy.Status.PENDING for copy in page),
    }
    return render(request, "exams/copies.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def copy_file(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Let the proxy send a copy's file to a user who may see it.

    The proxy's location is internal: without this answer nobody reaches the file. A foreign copy
    is "not found", so that its existence is not told either.
    """
    copy = get_object_or_404(Copy.objects.visible_to(request.user), pk=copy_id)
    response = HttpResponse(content_type="application/pdf")
    response["X-Accel-Redirect"] = settings.MEDIA_ACCEL_PREFIX + quote(copy.file.name)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(copy.file_name)}"
    response["Cache-Control"] = "private, no-store"
    return response
