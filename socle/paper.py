"""« Avancement (PDF) »: what is decided and what is still blue, a table for each palier.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import datetime
import io
from collections.abc import Sequence

from sacoche.kit.pdf.brush import FAINT, Align, Text
from sacoche.kit.pdf.document import Document, Footer, Header
from sacoche.kit.pdf.table import Column, Table
from socle.queries.progress import ClassProgress, PalierProgress

_FIGURE = 17.0


def write_progress(paliers: Sequence[PalierProgress], *, school: str, day: datetime.date) -> bytes:
    """The PDF, A4 on its side: as on the page, blue cells by class and compétence, then what is decided of all."""
    stream = io.BytesIO()
    document = Document(stream, title="Avancement de la validation", is_landscape=True)
    header = Header(Text("Avancement de la validation", size=11, is_bold=True), Text(f"{day:%d/%m/%Y}", ink=FAINT))
    footer = Footer(school, right="Par compétence : cases bleues restantes (élèves qui en ont)")
    with document.part(header=header, footer=footer) as page:
        for palier in paliers:
            page.heading(str(palier.palier))
            if palier.classes:
                page.table(_table(palier))
            else:
                page.text("Aucune classe avec des élèves ne termine ce palier.")
            page.space(5)
        if not paliers:
            page.text("Aucun palier du socle n'est activé dans l'établissement.")
    document.close()
    return stream.getvalue()


def _table(palier: PalierProgress) -> Table:
    heads = [Column(f"C{pilier.ref}", width=_FIGURE, align=Align.CENTRE) for pilier in palier.piliers]
    ends = [
        Column("Items décidés", width=24, align=Align.CENTRE),
        Column("Compétences décidées", width=28, align=Align.CENTRE),
    ]
    return Table([Column("Classe"), *heads, *ends], [_line(each) for each in palier.classes], size=8)


def _line(each: ClassProgress) -> list[str]:
    blue = [f"{tally.undecided} ({tally.waiting})" if tally.undecided else "✓" for _pilier, tally in each.by_pilier]
    decided = f"{each.piliers.decided} / {each.piliers.total}"
    return [f"{each.school_class.label} ({each.pupils})", *blue, f"{each.all_items.percent} %", decided]
