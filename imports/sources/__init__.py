"""The formats of files that can be imported: one file each, which appears by itself in the list and in the tests.

The modules of this package are discovered when the application is ready (imports.apps).
"""

from imports.sources.base import Source
from sacoche.kit.registry import Registry

sources: Registry[Source] = Registry("import sources")
