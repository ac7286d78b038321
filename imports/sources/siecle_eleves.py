"""Pupils of the second degree: the XML exports of Siècle, with or without addresses."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accounts.present import is_present
from imports.brought.extraction import Extraction, IncomingClass, IncomingGroup, IncomingPupil, UnreadableFile
from imports.enums import Audience
from imports.plan import LinkKind
from imports.reading import kinds
from imports.reading.documents import DocumentSource, Origin, origin_of_siecle
from imports.reading.notes import ELENOET_LENGTH, Notes, readable_names
from imports.reading.opening import refuse_crowd
from imports.reading.pupils import one_each, plain_class, plain_group
from imports.sources import sources
from imports.values.identifiers import ministry_key
from sacoche.kit.clock import today
from sacoche.kit.files.xml import children, line, records, text, texts
from sacoche.kit.names import clean_text, upper

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PUPIL = "DONNEES/ELEVES/ELEVE"
_STRUCTURES = "DONNEES/STRUCTURES/STRUCTURES_ELEVE"
_SCHOOLING = "DONNEES/SCOLARITES/SCOLARITE_ELEVE"
# The pseudo-division of pupils who are not there any more.
_NO_DIVISION = "INACTIFS"


class SiecleEleves(DocumentSource):
    """ElevesSansAdresses.xml or ElevesAvecAdresses.xml, of 2012 to today."""

    code = "siecle_eleves"
    audience = Audience.PUPILS
    group = kinds.SIECLE
    group_advice = "recommandé pour le second degré"
    title = kinds.PUPILS
    option = "Importer les élèves (avec leurs affectations)"
    file_hint = "ElevesSansAdresses.xml (ou ExportXML_ElevesSansAdresses.zip)"
    help_label = "DOC : Import d'utilisateurs depuis Siècle et STS-Web"
    help_short_label = "DOC : import depuis Siècle et STS-Web"
    help_url_name = "imports:help_siecle"
    steps = ("fichier", "extraction", "classes", "groupes", "utilisateurs", "affectations", "nettoyage")
    links = (LinkKind.ELEVES,)
    roots = ("BEE_ELEVES",)
    wanted = "l'export « Élèves sans adresse » de Siècle"

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The pupils, classes and groups of the file, those who left apart. Raises UnreadableFile."""
        reading = _Reading()
        with self.open(data) as document:
            for path, element in records(document, _Reading.READERS):
                _Reading.READERS[path](reading, element)
        return reading.extraction()


@dataclass
class _Enrolment:
    """What the file says elsewhere of a pupil: his divisions, in the order of preference of the layouts, and groups."""

    divisions: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    schooling: list[str] = field(default_factory=list)


class _Reading:
    """One reading of one file."""

    def __init__(self) -> None:
        self.notes = Notes(ignored="élève ignoré")
        self.origin = Origin("", None)
        self.pupils: list[IncomingPupil] = []
        # Those without a name that can be read: their accounts, if they have one, stay as they are.
        self.left_out: list[IncomingPupil] = []
        # The programme and the division that the element of the pupil gives, and the line where it stands.
        self.mefs: dict[int, str] = {}
        self.active: dict[int, str] = {}
        self.lines: dict[int, int] = {}
        self.enrolments: dict[str, _Enrolment] = {}

    def read_parameters(self, element: "Element") -> None:
        self.origin = origin_of_siecle(element)

    def read_pupil(self, element: "Element") -> None:
        where, said = line(element), texts(element)
        both = _last_name(said), said["PRENOM"]
        names = self.notes.names(where, *both)
        rank = len(self.pupils) + len(self.left_out) + 1
        refuse_crowd(people=rank)
        exit_on = self.notes.date(where, said["DATE_SORTIE"], "date de sortie")
        elenoet = element.get("ELENOET") or said["ELENOET"]
        reference, former = self._references(where, said)
        self.lines[rank], self.mefs[rank] = where, said["CODE_MEF"]
        self.active[rank] = text(element, "SCOLARITE_ACTIVE/CODE_DIVISION")
        (self.left_out if names is None else self.pupils).append(
            IncomingPupil(
                rank,
                *(names or readable_names(*both)),
                where=where,
                is_left_out=names is None,
                birth_date=self.notes.date(where, said["DATE_NAISS"]),
                gender=self.notes.gender(where, said["CODE_SEXE"]),
                sconet_id=self.notes.number(where, element.get("ELEVE_ID", ""), "Id Sconet"),
                elenoet=self.notes.identifier(where, elenoet, "n° Sconet", ELENOET_LENGTH),
                reference=reference,
                former_reference=former,
                email=self.notes.email(where, said["MEL"]),
                exit_on=exit_on,
                # A date that cannot be read does not say that nobody leaves.
                tells_exit=exit_on is not None or not said["DATE_SORTIE"],
            )
        )

    def _references(self, where: int, said: Mapping[str, str]) -> tuple[str, str]:
        """The INE of today, and that of before autumn 2017 when the file gives both."""
        names = ("INE_RNIE", "ID_NATIONAL", "INE_BEA")
        new, current, old = (self.notes.ine(where, said[name]) for name in names)
        reference = new or current or old
        return reference, old if new and old != reference else ""

    def read_structures(self, element: "Element") -> None:
        enrolment = self._enrolment(element)
        for structure in children(element, "STRUCTURE"):
            code = upper(text(structure, "CODE_STRUCTURE"))
            kind = text(structure, "TYPE_STRUCTURE")
            if code and kind == "D" and code != _NO_DIVISION:
                enrolment.divisions.append(code)
            elif code and kind == "G":
                enrolment.groups.append(code)

    def read_schooling(self, element: "Element") -> None:
        codes = [upper(text(each, "CODE_STRUCTURE")) for each in children(element, "SCOLARITE")]
        self._enrolment(element).schooling += [code for code in codes if code and code != _NO_DIVISION]

    def _enrolment(self, element: "Element") -> _Enrolment:
        return self.enrolments.setdefault(ministry_key(element.get("ELEVE_ID", "")), _Enrolment())

    READERS = {  # noqa: RUF012 (never changed)
        "PARAMETRES": read_parameters,
        _PUPIL: read_pupil,
        _STRUCTURES: read_structures,
        _SCHOOLING: read_schooling,
    }

    # --- Once everything is read --------------------------------------------------------------------------------------

    def extraction(self) -> Extraction:
        day = today()
        gone = [pupil for pupil in self.pupils if not is_present(pupil.exit_on, day)]
        left = {pupil.line for pupil in gone}
        placed = [self._placed(pupil) for pupil in self.pupils if pupil.line not in left]
        present = one_each(placed, self.notes, self.lines)
        if not present:
            raise UnreadableFile("Ce fichier ne contient aucun élève présent dans l'établissement : refaites l'export.")
        in_class = [pupil for pupil in present if pupil.class_reference]
        return Extraction(
            pupils=sorted(in_class, key=lambda pupil: pupil.login_order),
            without_class=[pupil for pupil in present if not pupil.class_reference],
            gone=gone,
            left_out=self.left_out,
            classes=self._classes(in_class),
            groups=self._groups(present),
            problems=self.notes.problems,
            uai=self.origin.uai,
            year=self.origin.year,
        )

    def _placed(self, pupil: IncomingPupil) -> IncomingPupil:
        """The pupil in his division and groups."""
        where = self.lines[pupil.line]
        enrolment = self.enrolments.get(str(pupil.sconet_id), _Enrolment())
        active = upper(self.active[pupil.line])
        divisions = self.notes.references(
            where, enrolment.divisions or enrolment.schooling[-1:] or [active], "division"
        )
        if len(divisions) > 1:
            said = ", ".join(divisions)
            self.notes.add(where, f"{pupil.full_name} est dans plusieurs divisions ({said}) : la dernière est retenue.")
        if not divisions:
            self.notes.add(where, f"{pupil.full_name} n'a pas de division : élève sans classe affectée.")
        groups = self.notes.references(where, enrolment.groups, "groupe")
        return replace(pupil, class_reference=divisions[-1] if divisions else "", group_references=groups)

    def _classes(self, pupils: Sequence[IncomingPupil]) -> list[IncomingClass]:
        mefs = self._mefs((pupil.class_reference, pupil) for pupil in pupils)
        refuse_crowd(classes=len(mefs))
        return [replace(plain_class(reference), mef=mef) for reference, mef in sorted(mefs.items())]

    def _groups(self, pupils: Sequence[IncomingPupil]) -> list[IncomingGroup]:
        mefs = self._mefs((reference, pupil) for pupil in pupils for reference in pupil.group_references)
        refuse_crowd(classes=len(mefs))
        return [replace(plain_group(reference), mef=mef) for reference, mef in sorted(mefs.items())]

    def _mefs(self, members: Iterable[tuple[str, IncomingPupil]]) -> dict[str, str]:
        """The programme that most pupils of each class follow: a class may hold some of another."""
        by_reference: dict[str, Counter[str]] = {}
        for reference, pupil in members:
            by_reference.setdefault(reference, Counter())[self.mefs[pupil.line]] += 1
        return {reference: counted.most_common(1)[0][0] for reference, counted in by_reference.items()}


def _last_name(said: Mapping[str, str]) -> str:
    """The name: that of use before that of family, since the layout of 2016 has both."""
    names = (said[name] for name in ("NOM", "NOM_USAGE", "NOM_DE_FAMILLE"))
    return next((name for name in names if clean_text(name)), "")


sources.register(SiecleEleves())
