"""JSON interface to the copies, for scripts and tests; signed in by the session."""

from functools import wraps
from typing import Any, Callable, Dict
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from exams.forms import CopyForm
from exams.models import Copy
from exams.views import PAGE_SIZE, store_copy

View = Callable[..., HttpResponse]


def session_required(view: View) -> View:
    """Answer 401 in JSON where a page would redirect to the sign-in form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "Connexion requise."}, status=401)
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@session_required
def copy_list(request: HttpRequest) -> HttpResponse:
    """List a page of the visible copies, or take one (201, or 400 with the errors by field)."""
    if request.method == "POST":
        form = CopyForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        return JsonResponse(_as_json(store_copy(form, request)), status=201)
    visible = Copy.objects.visible_to(request.user)
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    body = {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "copies": [_as_json(copy) for copy in page],
    }
    return JsonResponse(body)


@require_safe
@session_required
def copy_detail(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Show one copy, 404 when there is none that the user may see."""
    copy = Copy.objects.visible_to(request.user).filter(pk=copy_id).first()
    if copy is None:
        return JsonResponse({"error": "Copie introuvable."}, status=404)
    return JsonResponse(_as_json(copy))


def _as_json(copy: Copy) -> Dict[str, Any]:
    return {
        "id": str(copy.pk),
        "title": copy.title,
        "pupil": copy.pupil,
        "status": copy.status,
        "pages": copy.pages,
        "mark": None if copy.mark is None else float(copy.mark),
        "size": copy.size,
        "uploaded_at": copy.uploaded_at.isoformat(),
        "graded_at": copy.graded_at.isoformat() if copy.graded_at else None,
        "file": copy.get_absolute_url(),
    }
