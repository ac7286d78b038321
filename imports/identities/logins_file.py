"""The file of logins to edit, then to send back."""

import csv
import io
from collections.abc import Iterable

from sacoche.kit.files.csvtext import ENCODING, in_windows_1252, without_formula

HEADS = ["LOGIN", "MOT DE PASSE", "NOM", "PRENOM", "PROFIL (INFO)", "CLASSE (INFO)"]


def logins_file(rows: Iterable[tuple[str, ...]]) -> bytes:
    """The rows in Windows-1252, one empty line under their heads (imports.identities.queries.login_rows)."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    stream.write("\r\n")
    for row in rows:
        writer.writerow([without_formula(in_windows_1252(value)) for value in row])
    return stream.getvalue().encode(ENCODING)
