"""What is read to put official documents on paper: the layout of the school, its letterhead, guardians, signatures."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.access.decided import grant_of
from accounts.enums import Gender, Profile
from accounts.models import Account, AccountQuerySet, Guardianship
from accounts.present import present
from bilans.models import HeaderField, PageSetup, SignatureImage, Signing
from bilans.officiels.kinds import OfficialKind
from bilans.paper.official import Letterhead, Signatory
from bilans.printing.copies import Addressee
from documents.models import Archive
from sacoche.kit.access import rights
from schools.models import Niveau, School, SchoolClass, SchoolLogo

_FRANCE = ("", "FRANCE")
_TITLES = {Gender.MALE: "M.", Gender.FEMALE: "Mme"}


def setup_of_school() -> PageSetup:
    """The layout of the open school: the default one, not stored, when it has chosen none."""
    found: PageSetup | None = PageSetup.objects.first()
    return found or PageSetup()


@dataclass(frozen=True, slots=True)
class Person:
    """What a document says of a pupil besides his results, and to whom it goes."""

    account: Account
    birth_date: datetime.date | None
    reference: str
    guardians: tuple[Addressee, ...]

    @property
    def born(self) -> str:
        """« née le 14/03/2015 », empty when it is not known."""
        if self.birth_date is None:
            return ""
        form = {Gender.MALE: "né", Gender.FEMALE: "née"}.get(Gender(self.account.gender), "né(e)")
        return f"{form} le {self.birth_date:%d/%m/%Y}"


def people_of(pupils: Collection[int]) -> dict[int, Person]:
    """These pupils with their guardians, the first ones first. Two queries."""
    links = Guardianship.objects.filter(present("guardian")).select_related("guardian__address").order_by("rank")
    rows = Account.objects.filter(pk__in=pupils).prefetch_related(Prefetch("guardian_links", queryset=links))
    return {row.pk: _person(row) for row in rows}


def _person(row: Account) -> Person:
    guardians = tuple(_addressee(link.guardian) for link in row.guardian_links.all())
    return Person(row, row.birth_date, row.reference, guardians)


def _addressee(guardian: Account) -> Addressee:
    name = f"{_TITLES.get(Gender(guardian.gender), '')} {guardian.first_name} {guardian.last_name}".strip()
    kept = guardian.postal_address
    if kept is None:
        return Addressee(name, ())
    country = "" if kept.country.upper().strip() in _FRANCE else kept.country.upper()
    town = f"{kept.postal_code} {kept.town}".strip()
    lines = (kept.line1, kept.line2, kept.line3, kept.line4, town, country)
    return Addressee(name, tuple(line.strip() for line in lines if line.strip()))


# --- The school -------------------------------------------------------------------------------------------------------


def letterhead_of(school: School, school_class: SchoolClass, setup: PageSetup) -> Letterhead:
    """What the head of the page says, as the layout chooses. Two queries."""
    shown = {HeaderField(one) for one in setup.fields_shown}
    place = " ".join(filter(None, (school.postal_code, school.town)))
    lines = (
        *((school.address, place) if HeaderField.ADDRESS in shown else ()),
        f"Tél. {school.phone}" if HeaderField.PHONE in shown and school.phone else "",
        school.email if HeaderField.EMAIL in shown else "",
        school.website if HeaderField.WEBSITE in shown else "",
    )
    logo = SchoolLogo.objects.first() if HeaderField.LOGO in shown and school.logo else None
    return Letterhead(
        school.name if HeaderField.NAME in shown else "",
        tuple(filter(None, lines)),
        _strip(school_class),
        bytes(logo.content) if logo else b"",
    )


def _strip(school_class: SchoolClass) -> tuple[tuple[str, bool], ...]:
    """The niveaux of the school that are of the family of this one; none when it is alone."""
    own = school_class.niveau
    used = Niveau.objects.filter(family=own.family, holds_classes=True, schoolclass__isnull=False).distinct()
    niveaux = list(used.order_by("order", "reference"))
    return tuple((each.reference, each == own) for each in niveaux) if len(niveaux) > 1 else ()


def head_of(school: School, printer: Account, setup: PageSetup) -> Signatory:
    """Who signs for the school: the head who prints; the only one there is when an administrator does."""
    heads = list(Account.objects.filter(profile=Profile.DIR).active().order_by("sort_key", "pk")[:2])
    head = printer if printer.profile == Profile.DIR else heads[0] if len(heads) == 1 else None
    is_woman, is_man = (head is not None and head.gender == each for each in (Gender.FEMALE, Gender.MALE))
    if school.noun == "école":
        role = "La directrice" if is_woman else "Le directeur" if is_man else "La direction de l'école"
    else:
        role = "La cheffe d'établissement" if is_woman else "Le chef d'établissement"
    return Signatory(role, _signed(head), _drawn(printer, setup))


def _signed(head: Account | None) -> str:
    return f"{_TITLES.get(Gender(head.gender), head.first_name)} {head.last_name}" if head else ""


def _drawn(printer: Account, setup: PageSetup) -> bytes:
    """The image that the layout wants under that name; nothing when there is none."""
    images = {row.account_id: bytes(row.content) for row in SignatureImage.objects.all()}
    own, stamp = images.get(printer.pk, b""), images.get(None, b"")
    wanted = {
        Signing.STAMP: stamp,
        Signing.SIGNATURE: own,
        Signing.SIGNATURE_OR_STAMP: own or stamp,
        Signing.STAMP_OR_SIGNATURE: stamp or own,
    }
    return wanted.get(Signing(setup.signing), b"")


# --- What exists already, and who is told -----------------------------------------------------------------------------


def archived(kind: OfficialKind, period: str, pupils: Collection[int]) -> set[tuple[int, int]]:
    """Which of these pupils have this document in the archives already, each with the year. One query."""
    rows = Archive.objects.filter(kind=kind.code, period=period, about__in=pupils)
    return set(rows.order_by().values_list("about", "year").distinct())


@dataclass(frozen=True, slots=True)
class Told:
    """The families that a print tells: who may read its archives. `unmailed` are guardians without an address."""

    pupils: Sequence[Account]
    guardians: Sequence[Account]

    @property
    def everybody(self) -> list[Account]:
        return [*self.pupils, *self.guardians]

    @property
    def unmailed(self) -> int:
        """How many guardians have no e-mail."""
        return sum(not each.email for each in self.guardians)


def told_of(school: School, kind: OfficialKind, pupils: Collection[int]) -> Told:
    """Who of the families of these pupils may read the archives of that kind. Two queries at most."""
    profiles = grant_of(school, rights.get(kind.to_see_archives)).profiles
    children: AccountQuerySet = Account.objects.pupils().active().filter(pk__in=pupils)
    guardians = Account.objects.filter(profile=Profile.TUT, children_links__pupil__in=children.values("pk")).active()
    return Told(
        list(children) if Profile.ELV in profiles else [],
        list(guardians.distinct()) if Profile.TUT in profiles else [],
    )
