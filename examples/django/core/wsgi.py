"""What gunicorn serves: the application, and the static files that were built into its image.

The proxy normally serves static files itself; this copy keeps a container complete on its own,
for instance for the smoke test that precedes the switch to it.
"""

import os
import re

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

application = WhiteNoise(
    get_wsgi_application(),
    root=str(settings.BUILT_STATIC_ROOT),
    prefix=settings.STATIC_URL,
    immutable_file_test=lambda _path, url: re.search(r"\.[0-9a-f]{12}\.", url) is not None,
)
