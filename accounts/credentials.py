"""First passwords and the paper they are given on: drawn, hashed, printed once; nothing here keeps the clear text."""

import csv
import io
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.passwords import is_made_of_common_words, repeats, shortest_password
from sacoche.kit import slices
from sacoche.kit.files.csvtext import ENCODING, in_windows_1252, without_formula
from sacoche.kit.text import count, sort_key, unaccent

# Digits twice, letters without look-alikes (no e i j l m o w, no 0 1): a child copies them from a label without a slip.
POOL = "2345678923456789" + "abcdfghknpqrstuvxyz"
# What schools were told (S129); those who must type longer ones are given longer ones.
PASSWORD_LENGTH = 10


@dataclass(frozen=True)
class Slip:
    """What one person is given. `heading` is what the class of a pupil is called, the profile of anybody else.

    `file_heading`: the shorter name of the class, in files.
    """

    heading: str
    last_name: str
    first_name: str
    login: str
    password: str
    sconet_id: str = ""
    elenoet: str = ""
    reference: str = ""
    file_heading: str = ""


def draw_password(profile: str) -> str:
    """A password that nobody can guess or misread, with a digit and a letter at least, for somebody of that profile."""
    length = max(PASSWORD_LENGTH, shortest_password(profile))
    while True:
        password = "".join(secrets.choice(POOL) for _ in range(length))
        # Once in some thousands the letters drawn are a word (« 5745un6432 »), which nobody could choose for himself.
        if not (password.isdigit() or password.isalpha() or repeats(password) or is_made_of_common_words(password)):
            return password


def hash_first_passwords(passwords: Sequence[str]) -> list[str]:
    """The hashes of as many of the first passwords as fit in a slice under a second, one at least when there is one.

    Call it outside any transaction.
    """
    return slices.first_slice(make_password, passwords)


def labels_pdf(slips: Iterable[Slip]) -> bytes:
    """The A4 sheets of labels, 3 × 8, by heading then name."""
    from sacoche.kit.pdf.labels import CREDENTIAL_LABELS, labels  # reportlab is slow to import

    texts = [_label_lines(slip) for slip in _in_order(slips)]
    return labels(texts, sheet=CREDENTIAL_LABELS, title="Identifiants")


def _label_lines(slip: Slip) -> list[str]:
    return [
        slip.heading,
        f"{slip.last_name} {slip.first_name}",
        f"Utilisateur : {slip.login}",
        f"Mot de passe : {slip.password}",
    ]


def _in_order(slips: Iterable[Slip]) -> list[Slip]:
    return sorted(slips, key=lambda slip: (unaccent(slip.heading), sort_key(slip.last_name, slip.first_name)))


def slips_csv(slips: Iterable[Slip], *, heading: str = "CLASSE") -> bytes:
    """The same data for a spreadsheet: Windows-1252, semicolons, CRLF, one empty line under the header.

    `heading` names the fourth column: CLASSE for pupils, PROFIL for anybody else.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(["SCONET_Id", "SCONET_N°", "REFERENCE", heading, "NOM", "PRENOM", "LOGIN", "MOT DE PASSE"])
    stream.write("\r\n")
    for slip in _in_order(slips):
        writer.writerow([without_formula(in_windows_1252(value)) for value in _csv_values(slip)])
    return stream.getvalue().encode(ENCODING)


def _csv_values(slip: Slip) -> list[str]:
    return [
        slip.sconet_id,
        slip.elenoet,
        slip.reference,
        slip.file_heading or slip.heading,
        slip.last_name,
        slip.first_name,
        slip.login,
        slip.password,
    ]


def csv_notice(slips: Iterable[Slip]) -> str:
    """A French sentence when the CSV cannot spell some people as they are; empty otherwise. The PDF always can."""
    altered = [slip for slip in slips if any(in_windows_1252(value) != value for value in _csv_values(slip))]
    if not altered:
        return ""
    return (
        f"{count(len(altered), 'ligne contient', 'lignes contiennent')} un caractère que le fichier CSV "
        "(Windows-1252) ne connaît pas : il y est écrit sans son accent ou remplacé par « ? ». "
        "Les étiquettes PDF l'écrivent tel quel."
    )
