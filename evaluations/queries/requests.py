"""Requests to be evaluated: what a pupil may still ask for, what a teacher has to deal with."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Account, AccountQuerySet
from accounts.present import left
from accounts.queries import open_pupils, pupils_of
from evaluations.models import OPEN, Request, RequestQuerySet, RequestStatus
from evaluations.queries.items import evaluated
from evaluations.rights import EVALUATE
from referentiels.models import Item
from referentiels.queries.places import every_matiere_open_to
from sacoche.kit.access import may
from sacoche.kit.text import count
from schools.models import Matiere

_PLACE = "theme__domaine__referentiel"


def item_to_request(pk: int) -> Item | None:
    """An item with its whole place."""
    found: Item | None = Item.objects.filter(pk=pk).select_related(f"{_PLACE}__matiere", f"{_PLACE}__niveau").first()
    return found


def matiere_of(item: Item) -> Matiere:
    return item.theme.domaine.referentiel.matiere


def teachers_to_ask(pupil: Account, matiere: Matiere) -> list[Account]:
    """Those who teach this matière and evaluate this pupil, in the order of names."""
    teaching: AccountQuerySet = Account.objects.teachers().active().filter(matiere_teachings__matiere=matiere)
    found = teaching.distinct().in_name_order()
    return [each for each in found if may(each, EVALUATE) and open_pupils(each, EVALUATE, [pupil])]


@dataclass(frozen=True)
class Refusal:
    """Why a request cannot be made: `code` for who decides, `sentence` for the pupil."""

    code: str
    sentence: str


def refusal_of(pupil: Account, item: Item) -> Refusal | None:
    """What keeps a pupil from asking for this item, the first reason in the order of the rule; None when he may."""
    matiere = matiere_of(item)
    asked = Request.objects.filter(pupil=pupil).open()
    if asked.filter(item=item).exists():
        return Refusal("already", "Tu as déjà demandé cet item : ton professeur a ta demande.")
    if not matiere.request_limit:
        return Refusal("none", f"En {matiere.label}, on ne peut pas demander d'évaluation.")
    if requests_in(pupil, matiere) >= matiere.request_limit:
        several = count(matiere.request_limit, "demande permise", "demandes permises")
        return Refusal(
            "quota",
            f"Tu as déjà {several} en {matiere.label}. Retire une demande, ou attends qu'elle soit traitée.",
        )
    if not item.is_requestable:
        return Refusal("closed", "Cet item ne peut pas être demandé : choisis-en un autre.")
    return None


def requests_in(pupil: Account, matiere: Matiere) -> int:
    """How many requests of a pupil are open in a matière, those in preparation too."""
    return int(Request.objects.filter(pupil=pupil, **{f"item__{_PLACE}__matiere": matiere}).open().count())


@dataclass(frozen=True)
class OwnRequest:
    """A request as its pupil follows it."""

    request: Request
    reference: str
    matiere: str

    @property
    def name(self) -> str:
        return self.request.item.name


def own_requests(pupil: Account) -> list[OwnRequest]:
    """The requests of a pupil, the last one first; those on items that are gone are left out."""
    rows = Request.objects.filter(pupil=pupil, item__in=Item.objects.all())
    shown = rows.select_related(f"item__{_PLACE}__matiere", f"item__{_PLACE}__niveau", "addressee", "file")
    return [
        OwnRequest(each, evaluated(each.item).reference, matiere_of(each.item).label)
        for each in shown.order_by("-asked_on", "-pk")
    ]


@dataclass(frozen=True)
class Line:
    """A request in the list of a teacher; `popularity` is how many of his pupils ask for the same item."""

    request: Request
    reference: str
    matiere: str
    popularity: int

    @property
    def pupil(self) -> Account:
        return self.request.pupil

    @property
    def addressee(self) -> str:
        return self.request.addressee.author_label if self.request.addressee else ""


def requests_for(account: Account) -> RequestQuerySet:
    """The requests that an account deals with: of its pupils, in its matières, to nobody else in particular.

    One addressed to somebody who left is everybody's.
    """
    to_me = Q(addressee=None) | Q(addressee=account) | left("addressee")
    matieres = {f"item__{_PLACE}__matiere__in": every_matiere_open_to(account, EVALUATE).order_by().values("pk")}
    found: RequestQuerySet = Request.objects.filter(
        to_me, pupil__in=pupils_of(account).order_by().values("pk"), **matieres
    )
    return found


@dataclass(frozen=True)
class Wishes:
    """What the list is asked for."""

    matiere: int = 0
    school_class: int = 0
    statuses: Collection[str] = OPEN


def lines_for(account: Account, wishes: Wishes) -> list[Line]:
    """The lines of a teacher, by matière, by item (the most asked first), by pupil; two queries."""
    rows = requests_for(account)
    popular = Counter(rows.open().values_list("item_id", flat=True))
    if wishes.matiere:
        rows = rows.filter(**{f"item__{_PLACE}__matiere": wishes.matiere})
    if wishes.school_class:
        rows = rows.filter(pupil__school_class=wishes.school_class)
    shown = rows.filter(status__in=wishes.statuses).select_related(
        f"item__{_PLACE}__matiere", f"item__{_PLACE}__niveau", "pupil__school_class", "addressee", "file", "evaluation"
    )
    lines = [
        Line(each, evaluated(each.item).reference, matiere_of(each.item).label, popular.get(each.item_id, 0))
        for each in shown
    ]
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[str, int, str, int, str, int]:
    found = line.request
    return line.matiere, -line.popularity, line.reference, found.item_id, found.pupil.sort_key, found.pk


def waiting_for(account: Account) -> int:
    """How many requests wait for an account."""
    return int(requests_for(account).filter(status=RequestStatus.ASKED).count())


def chosen_lines(account: Account, ids: Sequence[int]) -> list[Line] | None:
    """The lines of these open requests; None when one is not, or no longer, to be dealt with by this account."""
    lines = [line for line in lines_for(account, Wishes()) if line.request.pk in set(ids)]
    return lines if len(lines) == len(set(ids)) else None
