"""Values of people's files, one file for each kind, whatever the format: what each may look like once a spreadsheet or
an export went through it.

Nothing here is taken up on a guess. A value that can only have been one thing is mended, and `said` tells it; another
is left out, and `said` tells why.
"""

from imports.values.base import Read
from imports.values.classes import class_damage, doubtful_numbers
from imports.values.dates import parse_date, read_date
from imports.values.genders import parse_gender, read_gender
from imports.values.identifiers import read_identifier, read_ine, read_number
from imports.values.postal_codes import read_postal_code

__all__ = [
    "Read",
    "class_damage",
    "doubtful_numbers",
    "parse_date",
    "parse_gender",
    "read_date",
    "read_gender",
    "read_identifier",
    "read_ine",
    "read_number",
    "read_postal_code",
]
