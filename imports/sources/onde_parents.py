"""Guardians of the first degree: the extraction of ONDE, which has the columns of Base Élèves."""

from imports.reading import kinds
from imports.sources import sources
from imports.sources.base_eleves_parents import BaseElevesParents


class OndeParents(BaseElevesParents):
    """One row per guardian; the block of the first child begins one column earlier, which names do not mind."""

    code = "onde_parents"
    group = kinds.ONDE
    help_label = "DOC : Import d'utilisateurs depuis ONDE"
    help_short_label = "DOC : import depuis ONDE"
    help_url_name = "imports:help_onde"


sources.register(OndeParents())
