"""Addresses of the application. Health addresses are answered by `core.middleware`."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "Copies d’examen"
admin.site.site_title = "Copies d’examen"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("exams.urls")),
]
