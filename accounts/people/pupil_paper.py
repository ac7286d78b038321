"""« Fiche de l'élève (PDF) »: what the page of a pupil says, to be kept in a folder.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import datetime
import io
from collections.abc import Iterator

from accounts.people.pupil_queries import PupilSheet
from sacoche.kit.pdf.brush import FAINT, Text
from sacoche.kit.pdf.document import Document, Footer, Header
from sacoche.kit.pdf.table import Cell, Column, Row, Table

_LABEL = 48.0


def write_pupil(sheet: PupilSheet, *, school: str, day: datetime.date) -> bytes:
    """The PDF, A4: identity, guardians by rank with how to reach them, teachers."""
    stream = io.BytesIO()
    pupil = sheet.pupil
    document = Document(stream, title=f"Fiche de {pupil.full_name}")
    header = Header(Text(pupil.full_name, size=12, is_bold=True), Text(f"{day:%d/%m/%Y}", ink=FAINT))
    with document.part(header=header, footer=Footer(school)) as page:
        facts: list[list[Cell | str]] = [[Cell(label, is_bold=True), said] for label, said in _facts(sheet)]
        page.table(Table([Column(width=_LABEL), Column()], [Row(fact) for fact in facts]))
        page.space(5)
        page.heading("Responsables légaux")
        if sheet.guardians:
            page.table(_guardians(sheet))
        else:
            page.text("Aucun responsable légal n'est connu.")
        page.space(5)
        page.heading("Enseignants")
        if sheet.teachers:
            page.table(_teachers(sheet))
        else:
            page.text("Aucun enseignant ne suit cet élève.")
    document.close()
    return stream.getvalue()


def _facts(sheet: PupilSheet) -> Iterator[tuple[str, str]]:
    """What is known, a line each."""
    pupil = sheet.pupil
    yield "Classe", pupil.class_name or "sans classe"
    yield "Groupes", ", ".join(group.label for group in sheet.groups) or "aucun"
    known = {
        "Né(e) le": f"{pupil.birth_date:%d/%m/%Y}" if pupil.birth_date else "",
        "Identifiant": pupil.login,
        "Adresse e-mail": pupil.email,
        "INE ou référence": pupil.reference,
        "Id Sconet": str(pupil.sconet_id or ""),
        "N° Sconet": pupil.elenoet,
        "Id ENT": pupil.id_ent,
        "Sorti le": f"{pupil.left_on:%d/%m/%Y}" if pupil.left_on else "",
    }
    yield from ((label, said) for label, said in known.items() if said)


def _guardians(sheet: PupilSheet) -> Table:
    columns = [Column("Rang", width=14), Column("Nom et prénom"), Column("Adresse"), Column("Adresse e-mail")]
    rows = []
    for link in sheet.guardians:
        home = link.guardian.postal_address
        where = f"{home.lines}, {home.postal_code} {home.town}".strip(", ") if home else ""
        rows.append([str(link.rank), link.guardian.full_name, where, link.guardian.email or ""])
    return Table(columns, rows)


def _teachers(sheet: PupilSheet) -> Table:
    columns = [Column("Nom et prénom"), Column("Classe et groupes"), Column("Matières")]
    rows = []
    for teacher in sheet.teachers:
        name = teacher.account.full_name + (" (PP)" if teacher.is_pp else "")
        rows.append([name, ", ".join(teacher.places), teacher.matieres])
    return Table(columns, rows)
