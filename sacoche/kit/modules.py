"""Our ES modules: what each one imports, so that a page may ask for all of them at once."""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# « import { a } from "./b.js"; », « export * from "./b.js"; », « import "./b.js"; », over several lines too; neither
# « import("./b.js") », which waits until it is needed, nor what JSDoc writes in a comment, which begins by a star.
_IMPORT = re.compile(r"""^(?:import|export)\b(?:[^;"'()]*?\bfrom)?\s*["'](\.[^"']+)["']""", re.MULTILINE)


def script_with_imports(path: str) -> SafeString:
    """The script of a page, after links that ask at once for the modules behind it.

    `path`: that of a static file (« js/grid/page.js »).
    """
    # While somebody writes them, what they import changes without the server starting again.
    return _written(path) if settings.DEBUG else _written_once(path)


def modules_behind(path: str) -> list[str]:
    """The modules that this one imports, and those that they import, nearest first.

    Nothing is behind a file that is not found: `static` is who complains of it, in production.
    """
    found = [path]
    for module in found:
        found += [imported for imported in _imported_by(module) if imported not in found]
    return found[1:]


def _written(path: str) -> SafeString:
    link = '<link rel="modulepreload" href="{}">'
    links = format_html_join("", link, ([static(module)] for module in modules_behind(path)))
    return format_html('{}<script type="module" src="{}"></script>', links, static(path))


_written_once = cache(_written)


def _imported_by(path: str) -> list[str]:
    source = finders.find(path)
    if not isinstance(source, str):
        return []
    text = Path(source).read_text(encoding="utf-8")
    return list(dict.fromkeys(normpath(join(dirname(path), name)) for name in _IMPORT.findall(text)))
