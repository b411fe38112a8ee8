"""Names static files by their content, so that two releases can share one folder."""

from typing import Optional

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ReleaseStaticStorage(CompressedManifestStaticFilesStorage):
    """Looks up file names in the manifest that was built into this image.

    The shared folder's manifest belongs to the release that wrote it last; an older process
    that starts again beside it must still find its own files.
    """

    def read_manifest(self) -> Optional[str]:
        """Return the image's manifest, or nothing while the image is being built."""
        path = settings.BUILT_STATIC_ROOT / self.manifest_name
        return path.read_text(encoding="utf-8") if path.exists() else None
