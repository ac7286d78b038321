"""The kinds of people that a school manages, each declared once: its pages, its words, its columns, its form.

A kind added here has its list, its form, its password, its departure and its return.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.access.decided import is_open_profile
from accounts.enums import STAFF, Profile
from accounts.models import Account, AccountQuerySet
from accounts.people import queries
from accounts.people.forms import (
    AdministratorForm,
    DirectorForm,
    GuardianForm,
    NewAdministratorForm,
    NewDirectorForm,
    NewGuardianForm,
    NewPupilForm,
    NewStaffForm,
    PersonForm,
    PupilForm,
    StaffForm,
)
from sacoche.kit.files.tables import Value
from sacoche.kit.registry import Registry
from schools.models import School

NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A column of a list. `is_code` is for what is read letter by letter; `cell` is what a spreadsheet holds instead of
    the words: a date.
    """

    label: str
    value: Callable[[Account], str]
    is_code: bool = False
    cell: Callable[[Account], Value] | None = None
    # What puts the list in order of this column; nothing when it does not sort.
    order: tuple[str, ...] = ()

    def in_spreadsheet(self, person: Account) -> Value:
        """What a spreadsheet holds: nothing where the page shows a dash."""
        if self.cell:
            return self.cell(person)
        said = self.value(person)
        return None if said == NOTHING else said


@dataclass(frozen=True)
class Words:
    """What the pages of a kind say. Pairs are singular and plural."""

    title: str
    section: str
    lead: str
    add: str
    present: tuple[str, str]
    left: tuple[str, str]
    empty: str
    # On the page that asks for the date of departure: what the account keeps.
    kept: str
    leave: str = "Retirer"
    import_hint: str = ""


@dataclass(frozen=True)
class Kind:
    """People managed together. `code` names the address of their list, `one` those of a single one."""

    code: str
    one: str
    path: str
    right: str
    profiles: tuple[Profile, ...]
    people: Callable[[], AccountQuerySet]
    form: type[PersonForm]
    new_form: type[PersonForm]
    columns: tuple[Column, ...]
    words: Words
    is_by_class: bool = False
    # The name of the address of the page that shows one of them whole, if there is one.
    sheet: str = ""
    # Other pages about one of these people: what the link says, the name of the address.
    beside: tuple[tuple[str, str], ...] = ()

    def profiles_in(self, school: School) -> list[Profile]:
        """Those of its profiles that the school works with."""
        return [profile for profile in self.profiles if is_open_profile(school, profile)]

    @property
    def list(self) -> str:
        """The name of the address of their list; those that follow take the number of a person."""
        return f"accounts:{self.code}"

    @property
    def add(self) -> str:
        return f"accounts:add_{self.one}"

    @property
    def edit(self) -> str:
        return f"accounts:edit_{self.one}"

    @property
    def give_password(self) -> str:
        return f"accounts:give_{self.one}_password"

    @property
    def retire(self) -> str:
        return f"accounts:retire_{self.one}"

    @property
    def has_factor(self) -> bool:
        """Whether these people may have a second factor, which is sometimes lost."""
        return frozenset(self.profiles) <= STAFF

    @property
    def reset_factor(self) -> str:
        return f"accounts:reset_{self.one}_factor"

    @property
    def reinstate(self) -> str:
        return f"accounts:reinstate_{self.one}"


def _birth_date(person: Account) -> str:
    return f"{person.birth_date:%d/%m/%Y}" if person.birth_date else NOTHING


def _classes(person: Account) -> str:
    names = [link.school_class.label + (" (PP)" if link.is_pp else "") for link in person.assignments.all()]
    return ", ".join(names) or NOTHING


def _children(person: Account) -> str:
    names = [f"{link.pupil.full_name} ({link.rank})" for link in person.children_links.all()]
    return ", ".join(names) or NOTHING


def _town(person: Account) -> str:
    home = person.postal_address
    return (home.town if home else "") or NOTHING


def _activation(person: Account) -> str:
    return "activé" if person.activated_at else "pas encore activé"


_LOGIN = Column("Identifiant", lambda person: person.login, is_code=True, order=("login",))
_EMAIL = Column("Adresse e-mail", lambda person: person.email or NOTHING, order=("email", "sort_key"))
_ACTIVATION = Column("Compte", _activation, order=("activated_at", "sort_key"))

kinds: Registry[Kind] = Registry("kinds of people")

kinds.register(
    Kind(
        code="administrators",
        one="administrator",
        path="administrateurs/",
        right="accounts.manage_administrators",
        profiles=(Profile.ADM,),
        people=queries.managed_administrators,
        form=AdministratorForm,
        new_form=NewAdministratorForm,
        columns=(_LOGIN, _EMAIL),
        words=Words(
            title="Administrateurs (gestion)",
            section="Gestion courante › Administrateurs",
            lead="Ceux qui règlent l'espace de l'établissement. Il en reste toujours un ; nul ne se retire lui-même.",
            add="Ajouter un administrateur",
            present=("administrateur", "administrateurs"),
            left=("administrateur retiré", "administrateurs retirés"),
            empty="Aucun administrateur ne correspond.",
            kept="ni les lignes du journal à son nom",
        ),
    )
)
kinds.register(
    Kind(
        code="directors",
        one="director",
        path="directeurs/",
        right="accounts.manage_staff",
        profiles=(Profile.DIR,),
        people=queries.managed_directors,
        form=DirectorForm,
        new_form=NewDirectorForm,
        columns=(_LOGIN, _EMAIL, _ACTIVATION),
        words=Words(
            title="Directeurs (gestion)",
            section="Gestion courante › Professeurs/Personnels",
            lead="Créer / modifier / enlever des directeurs : ils voient toutes les classes.",
            add="Ajouter un directeur",
            present=("directeur", "directeurs"),
            left=("directeur retiré", "directeurs retirés"),
            empty="Aucun directeur pour l'instant. Appuyez sur le « + » vert pour créer le premier compte.",
            kept="ni les validations qu'il a enregistrées",
        ),
    )
)
kinds.register(
    Kind(
        code="staff",
        one="staff",
        path="personnels/",
        right="accounts.manage_staff",
        profiles=queries.MANAGED_STAFF,
        people=queries.managed_staff,
        form=StaffForm,
        new_form=NewStaffForm,
        columns=(
            Column("Profil", lambda person: person.get_profile_display(), order=("profile", "sort_key")),
            _LOGIN,
            Column("Classes", _classes),
            _ACTIVATION,
        ),
        words=Words(
            title="Professeurs (gestion)",
            section="Gestion courante › Professeurs/Personnels",
            lead="Créer / modifier / enlever des professeurs et des personnels.",
            add="Ajouter un professeur ou un personnel",
            present=("professeur ou personnel", "professeurs et personnels"),
            left=("compte retiré", "comptes retirés"),
            empty="Aucun professeur pour l'instant. Appuyez sur le « + » vert pour créer le premier compte.",
            kept="ni ses classes, ni les validations qu'il a enregistrées",
        ),
    )
)
kinds.register(
    Kind(
        code="pupils",
        one="pupil",
        path="eleves/",
        right="accounts.manage_pupils",
        profiles=(Profile.ELV,),
        people=queries.managed_pupils,
        form=PupilForm,
        new_form=NewPupilForm,
        columns=(
            _LOGIN,
            Column("Né(e) le", _birth_date, cell=lambda person: person.birth_date, order=("birth_date", "sort_key")),
            Column("Id Sconet", lambda person: str(person.sconet_id or NOTHING), order=("sconet_id",)),
            Column("INE ou référence", lambda person: person.reference or NOTHING, order=("reference", "sort_key")),
        ),
        words=Words(
            title="Élèves (gestion)",
            section="Gestion courante › Élèves",
            lead="Les élèves présents, par classe.",
            add="Ajouter un élève",
            present=("élève présent", "élèves présents"),
            left=("élève sorti", "élèves sortis"),
            empty="Aucun élève pour l'instant. Appuyez sur le « + » vert pour les ajouter un par un, ou",
            kept="et surtout pas ses validations",
            leave="Sortie",
            import_hint="importez-les d'un fichier",
        ),
        is_by_class=True,
        sheet="accounts:pupil",
        beside=(("Fiche de l'élève", "accounts:pupil"), ("Responsables légaux", "accounts:pupil_guardians")),
    )
)
kinds.register(
    Kind(
        code="guardians",
        one="guardian",
        path="parents/",
        right="accounts.manage_guardians",
        profiles=(Profile.TUT,),
        people=queries.managed_guardians,
        form=GuardianForm,
        new_form=NewGuardianForm,
        columns=(
            _LOGIN,
            Column("Enfants (rang)", _children),
            Column("Commune", _town, order=("address__town", "sort_key")),
            _EMAIL,
            _ACTIVATION,
        ),
        words=Words(
            title="Parents (gestion)",
            section="Gestion courante › Parents",
            lead="Les responsables légaux, leurs enfants, leur commune.",
            add="Ajouter un responsable légal",
            present=("responsable légal", "responsables légaux"),
            left=("responsable légal retiré", "responsables légaux retirés"),
            empty="Aucun responsable légal pour l'instant. Appuyez sur le « + » vert pour créer le premier compte.",
            kept="ni ses liens avec les élèves, ni son adresse",
        ),
        beside=(("Adresse postale", "accounts:guardian_address"),),
    )
)


def kind_of(account: Account) -> Kind:
    """The kind whose pages manage this account: staff of every profile, directors too, are managed together."""
    apart = (kinds.get(code) for code in ("pupils", "guardians", "administrators"))
    return next((kind for kind in apart if account.profile in kind.profiles), kinds.get("staff"))
