"""First passwords and the paper they are given on: drawn, hashed, printed once; nothing here keeps the clear text."""

import io
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.passwords import is_made_of_common_words, repeats, shortest_password
from sacoche.kit import slices
from sacoche.kit.clock import local, now
from sacoche.kit.files.tables import formats
from sacoche.kit.text import sort_key, unaccent

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


@dataclass(frozen=True)
class Place:
    """What a wide label says besides: the school, and the address of its sign-in page."""

    school: str
    address: str


def labels_pdf(slips: Iterable[Slip], *, place: Place | None = None) -> bytes:
    """The A4 sheets of labels by heading then name: 3 × 8, or 2 × 8 with the school, its address and a QR code when
    there is a `place`. The code holds the address alone: a label that is photographed gives no password to a scanner.
    """
    from sacoche.kit.pdf import labels as paper  # reportlab is slow to import

    if place is None:
        every = [paper.Label([paper.Line(line) for line in _label_lines(slip)]) for slip in _in_order(slips)]
        return paper.label_sheets(every, sheet=paper.CREDENTIAL_LABELS, title="Identifiants")
    wide = [
        paper.Label([paper.Line(*line) for line in _wide_lines(slip, place)], place.address)
        for slip in _in_order(slips)
    ]
    return paper.label_sheets(wide, sheet=paper.WIDE_LABELS, title="Identifiants")


def _label_lines(slip: Slip) -> list[str]:
    return [
        slip.heading,
        f"{slip.last_name} {slip.first_name}",
        f"Utilisateur : {slip.login}",
        f"Mot de passe : {slip.password}",
    ]


def _wide_lines(slip: Slip, place: Place) -> list[tuple[str, float, bool, str]]:
    """Text, size, boldness and what stands before it."""
    return [
        (f"{place.school} · {slip.heading}", 8, False, ""),
        (f"{slip.last_name} {slip.first_name}", 11, True, ""),
        (place.address.partition("://")[2], 9, False, "Adresse"),
        (slip.login, 10.5, True, "Identifiant"),
        (slip.password, 10.5, True, "Mot de passe"),
    ]


def _in_order(slips: Iterable[Slip]) -> list[Slip]:
    return sorted(slips, key=lambda slip: (unaccent(slip.heading), sort_key(slip.last_name, slip.first_name)))


def slips_zip(slips: Iterable[Slip], *, name: str, heading: str = "CLASSE") -> bytes:
    """The same data for a spreadsheet, as schools are given it: a CSV alone in a ZIP, whose time is the school's."""
    stream = io.BytesIO()
    entry = zipfile.ZipInfo(f"{name}.csv", date_time=local(now()).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, slips_table(slips, "csv", heading=heading))
    return stream.getvalue()


def slips_table(slips: Iterable[Slip], code: str, *, heading: str = "CLASSE") -> bytes:
    """The same data in a format of tables: « csv » (UTF-8 with its mark, semicolons) or « xlsx ».

    `heading` names the fourth column: CLASSE for pupils, PROFIL for anybody else.
    """
    stream = io.BytesIO()
    heads = ["SCONET_Id", "SCONET_N°", "REFERENCE", heading, "NOM", "PRENOM", "LOGIN", "MOT DE PASSE"]
    rows = [_cells(slip) for slip in _in_order(slips)]
    formats.get(code).write(stream, title="Identifiants", heads=heads, rows=rows)
    return stream.getvalue()


def _cells(slip: Slip) -> list[str]:
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
