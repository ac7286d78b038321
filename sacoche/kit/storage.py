"""Static files under hashed names."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Extensions that no page loads; they import names that only a bundler would resolve.
_LEFT_AS_THEY_ARE = "django_htmx/ext/"


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Imports between our ES modules are hashed too: a page never runs modules of two versions after an update."""

    support_js_module_import_aggregation = True
    # One for each step of the longest way from a page's module to one that imports nothing, and one to see it is over.
    max_post_process_passes = 12

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        ours = {path: source for path, source in paths.items() if not path.startswith(_LEFT_AS_THEY_ARE)}
        return super().post_process(ours, *args, **options)
