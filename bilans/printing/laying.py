"""The document of a pupil, computed, as the words and figures that its paper shows: nothing is computed here."""

from dataclasses import dataclass

from bilans.computing.attendance import Figures
from bilans.models import Layout, PageSetup
from bilans.officiels.shapes import ClassDocument, PupilSheet, Rubric, Written
from bilans.paper.official import BarLine, Block, Columns, ItemLine, OfficialSheet, RubricRow, Said, Signatory
from bilans.printing.queries import Person
from sacoche.kit.text import count
from schools.models import School

_NO_FIGURES = Figures()


@dataclass(frozen=True)
class Printing:
    """What the documents of a class share on paper."""

    school: School
    document: ClassDocument
    setup: PageSetup
    head: Signatory

    @property
    def title(self) -> str:
        """« Bulletin scolaire – 1er trimestre »."""
        edition = self.document.edition
        return f"{edition.kind.label} – {edition.dates.period.name}"

    @property
    def about(self) -> str:
        """« Année scolaire 2026-2027 · du 01/09/2026 au 30/11/2026 »."""
        edition = self.document.edition
        days = f"du {edition.dates.starts_on:%d/%m/%Y} au {edition.dates.ends_on:%d/%m/%Y}"
        return f"Année scolaire {edition.year}-{edition.year + 1} · {days}"

    @property
    def columns(self) -> Columns:
        settings = self.document.edition.settings
        has_items = self.document.edition.kind.has_items
        return Columns(
            has_items=has_items,
            has_bar=not has_items and (settings.has_totals or settings.layout == Layout.DOMAINES),
            has_text=settings.rubric_length > 0,
            has_mean=settings.has_means,
            has_class_mean=settings.has_means and settings.has_class_mean,
            unit="%" if self.document.edition.is_in_percents else "/ 20",
        )


def sheet_of(printing: Printing, sheet: PupilSheet, person: Person, attendance: Figures | None) -> OfficialSheet:
    """The paper of a pupil."""
    document = printing.document
    settings = document.edition.settings
    reference = f"INE {person.reference}" if person.reference else ""
    return OfficialSheet(
        title=printing.title,
        about=printing.about,
        person=sheet.pupil.name,
        details=_details(document, person),
        columns=printing.columns,
        rows=tuple(_row(printing, rubric) for rubric in sheet.rubrics),
        general=_general(printing, sheet),
        blocks=tuple(_blocks(printing, attendance or _NO_FIGURES)),
        synthesis=_said(sheet.synthesis) if sheet.synthesis else None,
        has_synthesis=settings.general_length > 0,
        signatories=_signatories(printing),
        mention=printing.setup.mention,
        reference=reference,
    )


def _details(document: ClassDocument, person: Person) -> tuple[str, ...]:
    number = count(len(document.sheets), "élève", "élèves")
    details = [person.born, f"classe : {document.edition.school_class.label} ({number})"]
    if document.edition.settings.has_professeur_principal and document.professeurs_principaux:
        details.append(f"PP : {', '.join(document.professeurs_principaux)}")
    return tuple(filter(None, details))


def _row(printing: Printing, rubric: Rubric) -> RubricRow:
    edition, columns = printing.document.edition, printing.columns
    figures = rubric.figures
    has_total = columns.has_bar and edition.settings.has_totals
    return RubricRow(
        label=rubric.matiere.label,
        teachers=rubric.teachers,
        share=rubric.share if has_total else None,
        bars=tuple(BarLine(bar.name, bar.share) for bar in figures.bars) if figures and columns.has_bar else (),
        items=tuple(ItemLine(line.item.name, line.level) for line in figures.lines)
        if figures and columns.has_items
        else (),
        texts=tuple(map(_said, rubric.texts)) if columns.has_text else (),
        mean=edition.shown(rubric.mean.percent) if columns.has_mean else "",
        class_mean=edition.shown(rubric.class_mean) if columns.has_class_mean else "",
    )


def _said(written: Written) -> Said:
    return Said(written.author_label, written.text)


def _general(printing: Printing, sheet: PupilSheet) -> tuple[str, str] | None:
    edition = printing.document.edition
    if not (edition.settings.has_means and edition.settings.has_general_mean):
        return None
    return edition.shown(sheet.general), edition.shown(sheet.class_general)


def _blocks(printing: Printing, attendance: Figures) -> list[Block]:
    settings = printing.document.edition.settings
    said = attendance.sentence
    blocks = [Block("Absences et retards", f"{said[:1].upper()}{said[1:]}.")] if settings.has_absences else []
    return [*blocks, *([Block("Informations", settings.extra_line)] if settings.extra_line else [])]


def _signatories(printing: Printing) -> tuple[Signatory, ...]:
    principaux = printing.document.professeurs_principaux
    settings = printing.document.edition.settings
    role = "Professeur principal" if len(principaux) < 2 else "Professeurs principaux"
    found = [Signatory(role, ", ".join(principaux))] if principaux and settings.has_professeur_principal else []
    visa = [Signatory("Visa des responsables, le")] if printing.setup.has_visa else []
    return (*found, printing.head, *visa)
