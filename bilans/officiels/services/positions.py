"""Type, remove and compute again the mean of a pupil in a matière; carry those of the relevé into the bulletin."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.db import transaction

from accounts.models import Account
from bilans.models import Origin, Position
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.writers import Writer, writer
from bilans.officiels.services.places import Refused, taken
from bilans.officiels.shapes import Edition
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import Matiere


def percent_typed(edition: Edition, typed: str) -> Decimal:
    """« 15,3 » out of 20 gives 76,5; « 76,5 » when the document is in percentages. Raises Refused."""
    most = 100 if edition.is_in_percents else 20
    said = f"Écrivez un nombre de 0 à {most}, avec un chiffre après la virgule au plus"
    try:
        number = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        raise Refused(f"« {typed[:20]} » n'est pas une moyenne. {said}.") from None
    if not number.is_finite() or not 0 <= number <= most or number != round(number, 1):
        raise Refused(f"« {typed[:20]} » : {said[0].lower()}{said[1:]}.")
    return number * (1 if edition.is_in_percents else 5)


@dataclass(frozen=True)
class WantedMean:
    """What is wanted of a mean: typed when `typed` is given, else removed or computed again. `seen`: its version."""

    pupil: int
    matiere: int
    origin: Origin
    typed: str = ""
    seen: int = 0


@dataclass(frozen=True)
class MeanOutcome:
    """What stands now, None when it is computed; in conflict when it is not what was wanted."""

    stands: Position | None
    is_conflict: bool = False


@transaction.atomic
def save_mean(*, actor: Account, kind: OfficialKind, school_class: int, period: int, wanted: WantedMean) -> MeanOutcome:
    """Keep a mean, or let it follow the results again. Raises Refused."""
    return save_mean_in(writer(actor, taken(kind, school_class, period), about=wanted.pupil), wanted)


def save_mean_in(by: Writer, wanted: WantedMean) -> MeanOutcome:
    """The same, for whom the document was taken and who was read already. Raises Refused."""
    refused = by.why_not_position(wanted.pupil, wanted.matiere)
    if wanted.pupil not in by.pupils:
        refused = "Cet élève n'est pas, ou n'est plus, dans cette classe : rechargez la page."
    if refused:
        raise Refused(refused)
    percent = percent_typed(by.edition, wanted.typed) if wanted.origin is Origin.TYPED else None
    matiere = _matiere(by.edition, wanted.matiere)
    row = _rows(by.edition).filter(pupil=wanted.pupil, matiere=matiere).select_for_update(no_key=True).first()
    if _is_so(row, wanted.origin, percent):
        return MeanOutcome(row)
    if (row.version if row else 0) != wanted.seen:
        return MeanOutcome(row, is_conflict=True)
    return MeanOutcome(_write(by, wanted, row, matiere, percent))


def _matiere(edition: Edition, key: int) -> Matiere:
    matiere: Matiere | None = Matiere.objects.filter(pk=key).first()
    if matiere is None:
        raise Refused("Cette matière n'existe plus : rechargez la page.")
    if matiere.reference in edition.settings.without_mean:
        raise Refused(f"{matiere.label} est sans moyenne dans cette configuration.")
    return matiere


def _rows(edition: Edition) -> Any:
    return Position.objects.filter(kind=edition.kind.code, year=edition.year, period=edition.dates.period_id)


def _is_so(row: Position | None, origin: Origin, percent: Decimal | None) -> bool:
    if row is None:
        return origin is Origin.COMPUTED
    return row.origin == origin and row.percent == percent


def _write(
    by: Writer, wanted: WantedMean, row: Position | None, matiere: Matiere, percent: Decimal | None
) -> Position | None:
    if wanted.origin is Origin.COMPUTED:
        if row is not None:
            row.delete()
        return None
    edition = by.edition
    if row is None:
        row = Position(
            kind=edition.kind.code,
            year=edition.year,
            period=edition.dates.period,
            pupil_id=wanted.pupil,
            matiere=matiere,
        )
    else:
        row.version += 1
    row.matiere_label, row.origin, row.percent = matiere.label, wanted.origin, percent
    row.author, row.author_label, row.written_at = by.account, by.account.author_label, now()
    row.save()
    return row


@dataclass(frozen=True)
class ToCopy:
    """A mean of the relevé on its way to the bulletin, over 100."""

    pupil: int
    matiere: int
    percent: Fraction


@dataclass
class Copied:
    """How many means were carried; the places, (pupil, matière), where something typed was kept."""

    copied: int = 0
    same: int = 0
    kept: list[tuple[int, int]] = field(default_factory=list)


@transaction.atomic
def copy_means(
    *, actor: Account, kind: OfficialKind, school_class: int, period: int, means: Sequence[ToCopy]
) -> Copied:
    """Carry means into a document; what was typed or removed there stays. Raises Refused for one not to be written."""
    by = writer(actor, taken(kind, school_class, period))
    matieres = {row.pk: row for row in Matiere.objects.filter(pk__in={mean.matiere for mean in means})}
    there = {(row.pupil_id, row.matiere_id): row for row in _rows(by.edition).select_for_update(no_key=True)}
    outcome = Copied()
    for mean in means:
        refused = by.why_not_position(mean.pupil, mean.matiere)
        if refused:
            raise Refused(refused)
        _copy(by, mean, there.get((mean.pupil, mean.matiere)), matieres[mean.matiere], outcome)
    if outcome.copied:
        record("bilans.copy_means", actor=actor, school=actor.school, means=outcome.copied, document=by.edition.label)
    return outcome


def _copy(by: Writer, mean: ToCopy, row: Position | None, matiere: Matiere, outcome: Copied) -> None:
    percent = Decimal(mean.percent.numerator) / Decimal(mean.percent.denominator)
    percent = min(percent.quantize(Decimal("0.1")), Decimal("999.9"))
    if row is not None and row.origin not in (Origin.COPIED, Origin.FROZEN):
        outcome.kept.append((mean.pupil, mean.matiere))
    elif row is not None and (row.origin, row.percent) == (Origin.COPIED, percent):
        outcome.same += 1
    else:
        wanted = WantedMean(mean.pupil, mean.matiere, Origin.COPIED)
        _write(by, wanted, row, matiere, percent)
        outcome.copied += 1
