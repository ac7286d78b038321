"""Staff of the second degree: the export of STS-Web for timetables, sts_emp_UAI_ANNEE.xml."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from imports.brought.extraction import (
    Extraction,
    IncomingClass,
    IncomingGroup,
    IncomingMatiere,
    IncomingStaff,
    UnreadableFile,
)
from imports.enums import Audience
from imports.plan import LinkKind
from imports.reading import kinds
from imports.reading.class_references import LONG_NAME_LENGTH, NAME_LENGTH
from imports.reading.disciplines import matieres_of_discipline
from imports.reading.documents import DocumentSource, Origin, origin_of_sts
from imports.reading.doubles import without_doubles
from imports.reading.notes import Notes, readable_names
from imports.reading.opening import refuse_crowd
from imports.reading.pupils import plain_class, plain_group
from imports.reading.staff import parse_profile
from imports.sources import sources
from imports.values.identifiers import ministry_key
from sacoche.kit.clock import today
from sacoche.kit.files.xml import children, line, records, text
from sacoche.kit.names import clean_text, upper

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Two registers number people: « epp » for the ministry's, « local » for the school's own. Each school counts its own
# from 1: only the first is an Id Sconet.
_Key = tuple[str, str]
_LOCAL = "local"


class StsProfesseurs(DocumentSource):
    """Teachers, direction, CPE; divisions, groups, services, professeurs principaux, matières."""

    code = "sts_professeurs"
    audience = Audience.STAFF
    group = kinds.SIECLE
    group_advice = "recommandé pour le second degré"
    title = kinds.STAFF
    option = "Importer professeurs & directeurs (avec leurs affectations)"
    file_hint = "sts_emp_UAI_année.xml"
    help_label = "DOC : Import d'utilisateurs depuis Siècle et STS-Web"
    help_short_label = "DOC : import depuis Siècle et STS-Web"
    help_url_name = "imports:help_siecle"
    steps = ("fichier", "extraction", "classes", "groupes", "utilisateurs", "affectations", "nettoyage")
    links = (LinkKind.CLASSES, LinkKind.PP, LinkKind.MATIERES, LinkKind.GROUPES)
    roots = ("STS_EDT",)
    wanted = "l'export « Emploi du temps » de STS-Web (sts_emp)"

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The staff of the file with what they teach, and to whom. Raises UnreadableFile."""
        reading = _Reading()
        with self.open(data) as document:
            for path, element in records(document, _Reading.READERS):
                _Reading.READERS[path](reading, element)
        return reading.extraction()


@dataclass
class _Links:
    """What a member of staff has, each once, in the order of the file."""

    classes: dict[str, None] = field(default_factory=dict)
    pp_classes: dict[str, None] = field(default_factory=dict)
    groups: dict[str, None] = field(default_factory=dict)
    matieres: dict[str, None] = field(default_factory=dict)


class _Reading:
    """One reading of one file."""

    def __init__(self) -> None:
        self.notes = Notes(ignored="personne ignorée")
        self.origin = Origin("", None)
        self.matieres: dict[str, IncomingMatiere] = {}
        self.staff: dict[_Key, IncomingStaff] = {}
        # Each member of staff has the next rank.
        self.rank = 0
        self.lines: dict[_Key, int] = {}
        # Numbers that the file gives to two people.
        self.shared: set[_Key] = set()
        self.links: dict[_Key, _Links] = {}
        # Those whom an import does not bring: their accounts, if they have one, stay as they are.
        self.left_out: list[IncomingStaff] = []
        # Those whom the file has, but an import does not bring.
        self.others: set[_Key] = set()
        self.classes: dict[str, IncomingClass] = {}
        self.groups: dict[str, IncomingGroup] = {}
        # The divisions whose pupils each group takes.
        self.divisions_of: dict[str, list[str]] = {}

    def read_parameters(self, element: "Element") -> None:
        if text(element, "APPLICATION_SOURCE"):
            raise UnreadableFile(
                "C'est le fichier qu'un logiciel d'emploi du temps prépare pour STS-Web ; ici, il faut celui que "
                "STS-Web donne : menu Exports, Emploi du temps."
            )
        self.origin = origin_of_sts(element)

    def read_matiere(self, element: "Element") -> None:
        reference = upper(text(element, "CODE_GESTION"))
        label = text(element, "LIBELLE_EDITION") or text(element, "LIBELLE_LONG") or reference
        if reference:
            self.matieres[element.get("CODE", "").strip()] = IncomingMatiere(reference, clean_text(label))

    def read_member(self, element: "Element") -> None:
        """Somebody of a function that an import brings.

        Without a function he is left out, even with a service left over from another year, and named: SACoche of 2017
        made him a teacher, but STS-Web also has agents and speakers in that state, who would get the data of pupils.
        Whoever is missed adds him by hand, or fills in STS-Web.
        """
        where, key = line(element), _key(element)
        both = _last_name(element), text(element, "PRENOM")
        names = self.notes.names(where, *both)
        profile = parse_profile(text(element, "FONCTION"))
        refuse_crowd(people=len(self.staff) + len(self.left_out))
        member = self._member(element, key, names or readable_names(*both), profile.value if profile else "")
        if names is None or profile is None:
            self.others.add(key)
            if names and not text(element, "FONCTION"):
                self.notes.add(where, f"{member.full_name} n'a pas de fonction dans STS-Web : {self.notes.ignored}.")
            self.left_out.append(replace(member, is_left_out=True))
            return
        if key in self.staff and self.staff[key].full_name != member.full_name:
            first = self.lines[key]
            same = f"{member.full_name} a le même Id Sconet que la ligne {first}"
            self.notes.add(where, f"{same} : {self.notes.ignored}, et cet Id Sconet n'est repris pour personne.")
            self.left_out.append(_unnumbered(replace(member, is_left_out=True)))
            self.shared.add(key)
            return
        self.lines[key] = where
        self.staff[key] = member
        links = self.links.setdefault(key, _Links())
        self._read_principal(element, links)
        for discipline in children(element, "DISCIPLINES/DISCIPLINE"):
            links.matieres |= dict.fromkeys(matieres_of_discipline(discipline.get("CODE", "")))

    def _member(self, element: "Element", key: _Key, names: tuple[str, str], profile: str) -> IncomingStaff:
        where = line(element)
        self.rank += 1
        return IncomingStaff(
            self.rank,
            *names,
            where=where,
            profile=profile,
            gender=self.notes.gender(where, text(element, "SEXE")),
            birth_date=self.notes.date(where, text(element, "DATE_NAISSANCE")),
            sconet_id=self.notes.number(where, key[0], "Id Sconet") if key[1] != _LOCAL else None,
            reference=f"{_LOCAL}-{key[0]}".upper() if key[1] == _LOCAL and key[0] else "",
        )

    def _read_principal(self, element: "Element", links: _Links) -> None:
        """The divisions of a professeur principal; those of a time that is over exist all the same."""
        where = line(element)
        for principal in children(element, "PROFS_PRINC/PROF_PRINC"):
            for reference in self.notes.references(where, [text(principal, "CODE_STRUCTURE")], "division"):
                self.classes.setdefault(reference, plain_class(reference))
                until = self.notes.date(where, text(principal, "DATE_FIN"), "fin de professeur principal")
                if until is None or until >= today():
                    links.pp_classes[reference] = None

    def read_division(self, element: "Element") -> None:
        for reference in self.notes.references(line(element), [element.get("CODE", "")], "division"):
            refuse_crowd(classes=len(self.classes))
            mefs = children(element, "MEFS_APPARTENANCE/MEF")
            named = _named(plain_class(reference), element)
            self.classes[reference] = replace(named, mef=mefs[0].get("CODE", "").strip() if mefs else "")
            for teacher, matiere in self._services(element, f"la division {reference}"):
                teacher.classes[reference] = None
                teacher.matieres |= matiere

    def read_group(self, element: "Element") -> None:
        for reference in self.notes.references(line(element), [element.get("CODE", "")], "groupe"):
            self.groups[reference] = _named(plain_group(reference), element)
            divisions = children(element, "DIVISIONS_APPARTENANCE/DIVISION_APPARTENANCE")
            self.divisions_of[reference] = [upper(clean_text(each.get("CODE", ""))) for each in divisions]
            refuse_crowd(classes=len(self.groups))
            for teacher, matiere in self._services(element, f"le groupe {reference}"):
                teacher.groups[reference] = None
                teacher.matieres |= matiere

    def _services(self, element: "Element", what: str) -> list[tuple[_Links, dict[str, None]]]:
        """What each teacher of the element has, with the matière taught there."""
        found = []
        for service in children(element, "SERVICES/SERVICE"):
            matiere = self.matieres.get(service.get("CODE_MATIERE", "").strip())
            taught = {matiere.reference: None} if matiere else {}
            for teacher in children(service, "ENSEIGNANTS/ENSEIGNANT"):
                key = _key(teacher)
                if key in self.links:
                    found.append((self.links[key], taught))
                elif key not in self.others:
                    said = clean_text(key[0])[:20]
                    self.notes.add(
                        line(teacher), f"service dans {what} de quelqu'un d'absent du fichier (Id {said}) : ignoré."
                    )
        return found

    READERS = {  # noqa: RUF012 (never changed)
        "PARAMETRES": read_parameters,
        "NOMENCLATURES/MATIERES/MATIERE": read_matiere,
        "DONNEES/INDIVIDUS/INDIVIDU": read_member,
        "DONNEES/SUPPLEANTS/SUPPLEANT": read_member,
        "DONNEES/STRUCTURE/DIVISIONS/DIVISION": read_division,
        "DONNEES/STRUCTURE/GROUPES/GROUPE": read_group,
    }

    # --- Once everything is read --------------------------------------------------------------------------------------

    def extraction(self) -> Extraction:
        staff = [_with_links(member, self.links[key]) for key, member in self._one_each().items()]
        if not staff:
            raise UnreadableFile("Ce fichier ne contient aucun professeur ni directeur : refaites l'export de STS-Web.")
        taught = {reference for member in staff for reference in member.matiere_references}
        named = {matiere.reference: matiere for matiere in self.matieres.values()}
        return Extraction(
            staff=sorted(staff, key=lambda member: member.login_order),
            classes=[found for _, found in sorted(self.classes.items())],
            groups=[self._with_programme(found) for _, found in sorted(self.groups.items())],
            matieres=[named.get(reference, IncomingMatiere(reference, reference)) for reference in sorted(taught)],
            left_out=self.left_out,
            problems=self.notes.problems,
            uai=self.origin.uai,
            year=self.origin.year,
        )

    def _with_programme(self, group: IncomingGroup) -> IncomingGroup:
        """The group, with the programme of its divisions when they all have one: « LATIN » says no level."""
        divisions = (self.classes.get(reference) for reference in self.divisions_of[group.reference])
        mefs = {division.mef if division else "" for division in divisions}
        return replace(group, mef=mefs.pop()) if len(mefs) == 1 else group

    def _one_each(self) -> dict[_Key, IncomingStaff]:
        """Nobody shares an Id Sconet."""
        labels = {"sconet_id": "Id Sconet"}
        staff = [_unnumbered(member) if key in self.shared else member for key, member in self.staff.items()]
        kept = without_doubles(staff, labels, self.notes, lambda member: int(member.where))
        return dict(zip(self.staff, kept, strict=True))


def _key(element: "Element") -> _Key:
    return ministry_key(element.get("ID", "")), element.get("TYPE", "").strip()


def _unnumbered(member: IncomingStaff) -> IncomingStaff:
    return replace(member, sconet_id=None, reference="")


def _last_name(element: "Element") -> str:
    return text(element, "NOM_USAGE") or text(element, "NOM_PATRONYMIQUE")


def _with_links(member: IncomingStaff, links: _Links) -> IncomingStaff:
    return replace(
        member,
        class_references=tuple(links.classes | links.pp_classes),
        pp_class_references=tuple(links.pp_classes),
        group_references=tuple(links.groups),
        matiere_references=tuple(links.matieres),
    )


Named = TypeVar("Named", IncomingClass, IncomingGroup)


def _named(structure: Named, element: "Element") -> Named:
    """The class or group, called by its long label when it has one."""
    label = " ".join(clean_text(text(element, "LIBELLE_LONG")).split())
    if not label:
        return structure
    return replace(structure, name=label[:NAME_LENGTH].strip(), long_name=label[:LONG_NAME_LENGTH])


sources.register(StsProfesseurs())
