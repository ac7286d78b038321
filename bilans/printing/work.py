"""The pages of classes, drawn for the printer and for the archives.

A pupil's pages are laid once, then drawn in two documents: his own, which is archived, and that of the printer, where
each copy has its address besides. What was archived is what was printed: addresses alone are the printer's.
"""

import io
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bilans.absences.queries import attendance_of
from bilans.models import AddressMode, Copies, PageSetup
from bilans.officiels.queries.reading import class_document
from bilans.officiels.shapes import ClassDocument, Edition, PupilSheet
from bilans.paper.envelopes import ENVELOPES, FREE, Envelope, Format
from bilans.paper.official import Letterhead, OfficialSheet
from bilans.printing.copies import Address, blank_pages, copies_of
from bilans.printing.laying import Printing, sheet_of
from bilans.printing.queries import Person, head_of, letterhead_of, people_of, setup_of_school
from documents.archives.services import Batch, Printed
from documents.makers import Making
from evaluations.queries import current_scale
from evaluations.scale.whole import Scale


@dataclass(frozen=True)
class _Class:
    """What the pages of a class share."""

    printing: Printing
    letterhead: Letterhead
    people: dict[int, Person]
    attendance: dict[int, Any]
    uai: str


class Work:
    """A print under way."""

    def __init__(self, making: Making, batch: Batch | None, total: int) -> None:
        from bilans.paper.official_head_pdf import Look

        self._making, self._batch, self._total = making, batch, total
        self._setup = setup_of_school()
        self._scale: Scale = current_scale()
        self._envelope = _envelope(self._setup)
        self._look = Look(
            margin=self._setup.margin, is_grey=self._setup.is_grey, **_places(self._setup, self._envelope)
        )
        assert making.owner
        self._head = head_of(making.school, making.owner, self._setup)
        at = making.at
        self._imprint = f"imprimé le {at:%d/%m/%Y} à {at.hour} h {at:%M} ({making.owner.author_label})"
        self._document: Any = None
        # The title that all have; the last person printed.
        self.title = self.person = ""
        # Those of each class, in the order of the print.
        self.classes: list[tuple[Edition, list[int]]] = []
        self.pages = self.copies = 0

    def print_class(self, found: Edition, only: Collection[int] = ()) -> None:
        """The documents of a class, one pupil after the other: all of them, or those of `only`."""
        from bilans.paper.official_pdf import new_document

        document = class_document(found)
        shared = self._shared(document)
        if self._document is None:
            self.title = shared.printing.title
            self._document = new_document(self._making.stream, self.title, self._look)
        self.classes.append((found, []))
        for sheet in document.sheets:
            if only and sheet.pupil.key not in only:
                continue
            self._making.progress(len(self.pupils), self._total)
            self._print(shared, sheet)
            self.classes[-1][1].append(sheet.pupil.key)
            self.person = sheet.pupil.name

    @property
    def pupils(self) -> list[int]:
        """All those who have their pages."""
        return [pupil for _edition, pupils in self.classes for pupil in pupils]

    def close(self) -> None:
        """Write what the printer gets."""
        if self._document is not None:
            self._document.close()

    def _shared(self, document: ClassDocument) -> _Class:
        found, school = document.edition, self._making.school
        pupils = [sheet.pupil.key for sheet in document.sheets]
        return _Class(
            Printing(school, document, self._setup, self._head),
            letterhead_of(school, found.school_class, self._setup),
            people_of(pupils),
            attendance_of(pupils, found.dates.period_id, year=found.year),
            found.school_class.uai or school.uai,
        )

    def _print(self, shared: _Class, found: PupilSheet) -> None:
        from bilans.paper.official_pdf import laid

        person = shared.people[found.pupil.key]
        sheet = sheet_of(shared.printing, found, person, shared.attendance.get(found.pupil.key))
        flow = laid(self._document, sheet, shared.letterhead, self._scale, self._look, self._imprint)
        if self._batch is not None:
            self._batch.add(self._archived(shared, sheet, person, flow))
        has_address = self._setup.address != AddressMode.NONE
        for address in copies_of(person.guardians, Copies(self._setup.copies), has_address=has_address):
            self._add_copy(flow, sheet.person, address)

    def _archived(self, shared: _Class, sheet: OfficialSheet, person: Person, flow: Any) -> Printed:
        found = shared.printing.document.edition
        return Printed(
            about=person.account,
            kind=found.kind.code,
            title=sheet.title,
            year=found.year,
            period=found.dates.period.name,
            period_order=found.dates.period.order,
            school_name=str(self._making.school),
            uai=shared.uai,
            class_name=found.school_class.label,
            content=alone(flow, sheet, self._look),
            pages=len(flow.pages),
            data=sheet.as_data(),
        )

    def _add_copy(self, flow: Any, name: str, address: Address) -> None:
        from bilans.paper.official_pdf import simulation

        under = None if self._batch is not None else simulation
        self._document.add(flow, name=name, over={1: partial(self._addressed, address)}, under=under)
        blanks = blank_pages(len(flow.pages), is_duplex=self._setup.is_duplex)
        for _ in range(blanks):
            self._document.add_blank_page()
        self.copies += 1
        self.pages += len(flow.pages) + blanks

    def _addressed(self, address: Address, brush: Any) -> None:
        from bilans.paper.official_pdf import mark_folds, write_address

        if self._look.address is not None:
            write_address(address, self._look.address, brush)
        if self._envelope is not None:
            mark_folds(self._envelope.folds, self._envelope.upright, brush)


def alone(flow: Any, sheet: OfficialSheet, look: Any) -> bytes:
    """The PDF of one pupil, without an address: what is archived. The same pages give the same bytes."""
    from bilans.paper.official_pdf import new_document

    stream = io.BytesIO()
    document = new_document(stream, sheet.title, look)
    document.add(flow, name=sheet.person)
    document.close()
    return stream.getvalue()


def _envelope(setup: PageSetup) -> Envelope | None:
    if setup.address != AddressMode.WINDOW:
        return None
    return replace(
        ENVELOPES[Format(setup.envelope)],
        window_width=setup.window_width,
        window_height=setup.window_height,
        window_right=setup.window_right,
        window_bottom=setup.window_bottom,
    )


def _places(setup: PageSetup, envelope: Envelope | None) -> dict[str, Any]:
    if envelope is not None:
        return {"address": envelope.address, "overlooked": envelope.overlooked}
    return {"address": FREE} if setup.address == AddressMode.FREE else {}
