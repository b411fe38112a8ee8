"""Validates an uploaded copy; used by the page and by the API alike."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from exams.models import Copy

_MAGIC = b"%PDF-"


class CopyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A copy to upload: exam, pupil and a PDF."""

    class Meta:
        model = Copy
        fields = ["title", "pupil", "file"]
        error_messages = {
            "title": {"required": "Indiquez l’épreuve."},
            "pupil": {"required": "Indiquez l’élève."},
            "file": {"required": "Choisissez un fichier PDF.", "empty": "Le fichier est vide."},
        }
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "pupil": forms.TextInput(attrs={"autocomplete": "off"}),
            "file": forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        }

    def clean_file(self) -> UploadedFile:
        """Accept a PDF only: name, declared type and first bytes must all say so."""
        file: UploadedFile = self.cleaned_data["file"]
        limit = settings.MAX_UPLOAD_MB
        if file.size > limit * 1024 * 1024:
            raise forms.ValidationError(f"Le fichier dépasse {limit} Mo.", code="too_large")
        start = file.read(len(_MAGIC))
        file.seek(0)
        named = file.name.lower().endswith(".pdf")
        if not named or file.content_type != "application/pdf" or start != _MAGIC:
            raise forms.ValidationError("Ce fichier n’est pas un PDF.", code="not_pdf")
        return file

    def save_for(self, user: Any) -> Copy:
        """Store the copy in the name of a user."""
        copy: Copy = self.save(commit=False)
        file = self.cleaned_data["file"]
        copy.uploaded_by = user
        copy.file_name = file.name
        copy.size = file.size
        copy.save()
        return copy
