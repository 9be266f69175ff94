"""Static files with hashed names, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Tolerant of files that other packages' stylesheets name but do not ship."""

    manifest_strict = False
