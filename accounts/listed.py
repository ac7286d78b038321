"""The tables of the pages about people, for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import Account, Address
from sacoche.kit.listed import Column, ListTable, list_tables

_NAMES = (Column("Nom", lambda person: person.last_name), Column("Prénom", lambda person: person.first_name))
_PROFILE = Column("Profil", lambda person: person.get_profile_display())
_LOGIN = Column("Identifiant", lambda person: person.login)
_CLASS = Column("Classe", lambda person: person.class_name)
_BIRTH = Column("Né(e) le", lambda person: person.birth_date)
LEFT_ON = Column("Sorti le", lambda person: person.left_on)

# Their columns are those of the kind of people (accounts/people/kinds.py).
PEOPLE = list_tables.register(ListTable("personnes", "Personnes", _NAMES))
DEPARTED = list_tables.register(ListTable("comptes-sortis", "Comptes sortis", (*_NAMES, _PROFILE, LEFT_ON)))
SAME_NAMES = list_tables.register(
    ListTable("homonymes", "Personnes du même nom", (*_NAMES, _PROFILE, _LOGIN, _CLASS, _BIRTH, LEFT_ON))
)
FOUND = list_tables.register(ListTable("recherche", "Personnes trouvées", (*_NAMES, _PROFILE, _LOGIN, _CLASS, LEFT_ON)))
# A column for each rank of guardian comes after.
PUPIL_GUARDIANS = list_tables.register(ListTable("parents-et-eleves", "Parents et élèves", (*_NAMES, _CLASS)))


def guardian_columns(ranks: Iterable[int]) -> Iterator[Column]:
    """« Responsable 1 », « Responsable 2 »…"""
    return (Column(f"Responsable {rank}", _Guardian(rank)) for rank in ranks)


class _Guardian:
    """Whoever is at a rank among the guardians of a pupil."""

    def __init__(self, rank: int) -> None:
        self._rank = rank

    def __call__(self, pupil: Account) -> str:
        links = list(pupil.guardian_links.all())
        return links[self._rank - 1].guardian.full_name if len(links) >= self._rank else ""


def _of_home(said: str) -> Any:
    def read(person: Account) -> str:
        home: Address | None = person.postal_address
        return str(getattr(home, said)) if home else ""

    return read


ADDRESSES = list_tables.register(
    ListTable(
        "parents-et-adresses",
        "Parents et adresses",
        (
            *_NAMES,
            Column("Adresse", _of_home("lines")),
            Column("Code postal", _of_home("postal_code")),
            Column("Commune", _of_home("town")),
            Column("Pays", _of_home("country")),
        ),
    )
)


def _holders(*, is_owner: bool) -> Any:
    return lambda group: ", ".join(link.teacher.full_name for link in group.holders if link.is_owner == is_owner)


_BESOIN = (
    Column("Nom", lambda group: group.label),
    Column("Pourquoi", lambda group: group.purpose),
    Column("Niveau", lambda group: group.niveau.label),
    Column("Élèves", lambda group: ", ".join(member.pupil.full_name for member in group.present)),
)
OWN_BESOINS = list_tables.register(
    ListTable("mes-groupes", "Mes groupes", (*_BESOIN, Column("Partagé avec", _holders(is_owner=False))))
)
LENT_BESOINS = list_tables.register(
    ListTable("groupes-partages", "Groupes partagés", (*_BESOIN, Column("Fait par", _holders(is_owner=True))))
)

SIGN_INS = list_tables.register(
    ListTable(
        "dernieres-connexions",
        "Dates de dernière connexion",
        (
            Column("Nom", lambda each: each.account.last_name),
            Column("Prénom", lambda each: each.account.first_name),
            Column("Profil", lambda each: each.account.get_profile_display()),
            Column("Enfants dans la classe", lambda each: ", ".join(each.children)),
            Column("Dernière connexion", lambda each: each.account.last_login),
        ),
    )
)
