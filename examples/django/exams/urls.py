"""Addresses of pages and API."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.decorators.http import require_POST

from exams import api, views

urlpatterns = [
    path("", views.copies, name="copies"),
    path("copies/<uuid:copy_id>/fichier", views.copy_file, name="copy-file"),
    path("api/copies/", api.copy_list),
    path("api/copies/<uuid:copy_id>/", api.copy_detail),
    path(
        "connexion/",
        LoginView.as_view(template_name="exams/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    # POST only: a link or an image on another site must not be able to sign anyone out.
    path("deconnexion/", require_POST(LogoutView.as_view()), name="logout"),
]
