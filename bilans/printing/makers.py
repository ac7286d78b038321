"""Official documents as a PDF of one or several classes: simulated at any status, or printed for good and archived."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from django import forms
from django.urls import reverse

from accounts.models import Account
from bilans.models import DocumentStatus, Status
from bilans.officiels.kinds import official_kinds
from bilans.officiels.queries.editions import edition, powers
from bilans.officiels.shapes import Edition
from bilans.printing.queries import told_of
from bilans.printing.telling import tell
from bilans.printing.work import Work
from documents.archives.services import Batch
from documents.makers import Asked, Made, MakerForm, Making, NothingToMake, makers
from documents.models import GeneratedFile
from sacoche.kit.access import may
from sacoche.kit.text import count, unaccent

PRINT, SIMULATE = "bilans.print", "bilans.simulate"


class OfficialForm(MakerForm):
    """What is printed: a kind of document, a period, classes. `pupils` is their number, for the length of the work.

    `only` are some pupils of these classes; everybody when it is empty.
    """

    kind = forms.CharField()
    period = forms.IntegerField()
    classes = forms.JSONField()
    only = forms.JSONField(required=False)
    pupils = forms.IntegerField()


class OfficialPrint:
    """The PDF of the documents of classes that are « Complet », archived pupil by pupil."""

    code = PRINT
    family = "officiels"
    label = "bilans officiels"
    right = "bilans.official"
    content_type = "application/pdf"
    part = ""
    # Pupils: what a page may wait for.
    at_once = 40
    form: ClassVar[type[MakerForm]] = OfficialForm
    is_final = True

    def title(self, asked: Asked) -> str:
        verb = "Impression" if self.is_final else "Simulation"
        return f"{verb} : {official_kinds.get(asked['kind']).label}, {count(asked['pupils'], 'élève', 'élèves')}"

    def weight(self, asked: Asked) -> int:
        return int(asked["pupils"])

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the PDF to the stream. Raises NothingToMake, StorageFailed, having archived nothing."""
        assert making.owner
        editions = list(_editions(asked, making.owner, is_final=self.is_final))
        batch = Batch(school=making.school, author=making.owner, at=making.at)
        work = Work(making, batch if self.is_final else None, asked["pupils"])
        try:
            for each in editions:
                work.print_class(each, asked.get("only") or ())
            work.close()
            if not work.pupils:
                raise NothingToMake("Aucun de ces élèves n'est dans ces classes : il n'y a rien à imprimer.")
        except BaseException:
            batch.undo()
            raise
        return self._made(asked, making, editions, work, batch)

    def _made(self, asked: Asked, making: Making, editions: Sequence[Edition], work: Work, batch: Batch) -> Made:
        told = {
            "title": work.title,
            "pages": work.pages,
            "copies": work.copies,
            "pupils": len(work.pupils),
            "is_final": self.is_final,
            "kind": asked["kind"],
            "period": asked["period"],
            "classes": [each.school_class.pk for each in editions],
        }
        journal = {"pupils": len(work.pupils), "classes": len(editions)}
        person = work.person if asked.get("only") and len(work.pupils) == 1 else ""
        name = _file_name(work.title, editions, person, is_final=self.is_final)
        if not self.is_final:
            return Made(name, SIMULATE, told, {"pupils": len(work.pupils)})
        families = told_of(making.school, editions[0].kind, work.pupils)
        told |= {"told": len(families.everybody), "unmailed": families.unmailed}
        also = partial(_archive, work, batch, making.owner)
        return Made(name, PRINT, told, journal, also=also, undo=batch.undo)

    def page(self, file: GeneratedFile) -> str:
        return reverse("bilans:printed", args=[file.token])


class OfficialSimulation(OfficialPrint):
    """The same, « SIMULATION » across each page, at any status: nothing is archived, nobody is told."""

    code = SIMULATE
    is_final = False


def _editions(asked: Asked, owner: Account, *, is_final: bool) -> Iterator[Edition]:
    """The documents that are asked for, which the person must still be allowed to print. Raises NothingToMake."""
    kind = official_kinds.get(asked["kind"])
    for school_class in asked["classes"]:
        found = edition(kind, school_class, asked["period"])
        if found is None:
            raise NothingToMake("Une des classes n'a plus cette période : choisissez à nouveau ce que vous imprimez.")
        if refusal := why_not(owner, found, is_final=is_final):
            raise NothingToMake(refusal)
        yield found


def why_not(account: Account, found: Edition, *, is_final: bool) -> str:
    """Why this person cannot print, or simulate, this document; empty when he can."""
    if is_final and not may(account, found.kind.to_print):
        return f"Vous n'avez pas le droit d'imprimer {found.kind.article}."
    if not is_final and not may(account, found.kind.to_print) and not powers(account, found).concludes:
        return f"Vous n'avez pas le droit de simuler l'impression pour {found.school_class.label}."
    if is_final and found.status != Status.COMPLETE:
        return (
            f"{found.label} est « {found.status.label} » : on n'imprime que ce qui est « {Status.COMPLETE.label} ». "
            "Changez son état, ou simulez l'impression."
        )
    return ""


def _archive(work: Work, batch: Batch, owner: Account | None) -> None:
    """In the transaction that keeps the file: the archives, and who is told of them. Raises NothingToMake."""
    assert owner
    for found, _pupils in work.classes:
        _hold_complete(found)
    batch.write()
    for found, pupils in work.classes:
        tell(found, pupils, by=owner)


def _hold_complete(found: Edition) -> None:
    """What was read is still what stands: nobody has reopened it meanwhile. Raises NothingToMake."""
    rows = DocumentStatus.objects.filter(
        kind=found.kind.code, year=found.year, period=found.dates.period_id, school_class=found.school_class
    )
    row = rows.select_for_update().first()
    if row is None or row.status != Status.COMPLETE or row.locked_at != found.locked_at:
        raise NothingToMake(f"{found.label} a été rouvert pendant l'impression : rien n'est archivé. Recommencez.")


def _file_name(title: str, editions: Sequence[Edition], person: str, *, is_final: bool) -> str:
    """« bulletin-scolaire-1er-trimestre-5a.pdf »; the name of the person when it is of one alone."""
    place = editions[0].school_class.label if len(editions) == 1 else f"{len(editions)} classes"
    words = unaccent(" ".join((title, place, person, "" if is_final else "simulation")))
    named = "-".join("".join(sign if sign.isalnum() else " " for sign in words).split())[:100]
    return f"{named}.pdf"


makers.register(OfficialPrint())
makers.register(OfficialSimulation())
