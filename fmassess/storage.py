"""Static files with hashed names, compressed once; the list of them stands beside their folder."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Tolerant of files that other packages' stylesheets name but do not ship.

    The list (staticfiles.json) is for the processes that serve pages: in the folder itself, where
    Django puts it, everybody could fetch it and read which versions of what are in use.
    """

    manifest_strict = False

    def __init__(self, *given: Any, **named: Any) -> None:
        beside = FileSystemStorage(location=Path(settings.STATIC_ROOT).parent)
        super().__init__(*given, manifest_storage=beside, **named)
