"""Teachers and heads in a file made with a spreadsheet."""

from collections.abc import Hashable, Mapping, Sequence

from imports.brought.extraction import Extraction, IncomingStaff, UnreadableFile
from imports.enums import Audience
from imports.plan import LinkKind
from imports.reading import kinds, spreadsheets
from imports.reading.doubles import without_doubles
from imports.reading.notes import Notes, readable_names, warn_of_numbers
from imports.reading.opening import refuse_crowd
from imports.reading.pupils import Values, plain_class, plain_group
from imports.reading.spreadsheets import Layout, SpreadsheetSource, warn_of_lookalikes
from imports.reading.staff import parse_profile
from imports.sources import sources
from sacoche.kit.names import clean_text


class TableurProfesseurs(SpreadsheetSource):
    """A number, names, a profile; classes and groups in the layout of today."""

    code = "tableur_professeurs"
    audience = Audience.STAFF
    group = kinds.TABLEUR
    group_advice = spreadsheets.GROUP_ADVICE
    title = kinds.STAFF
    option = "Importer professeurs & directeurs (avec leurs affectations)"
    file_hint = "de personnels fait avec un tableur"
    help_label = spreadsheets.HELP_LABEL
    help_short_label = spreadsheets.HELP_SHORT_LABEL
    help_url_name = spreadsheets.HELP_URL_NAME
    links = (LinkKind.CLASSES, LinkKind.GROUPES)
    steps = ("fichier", "extraction", "classes", "groupes", "utilisateurs", "affectations", "nettoyage")
    wanted = "le fichier de personnels fait avec un tableur"
    layout = Layout(
        ("reference", "gender", "last_name", "first_name", "profile", "email", "classes", "groupes"), minimum=5
    )
    old_layout = Layout(("reference", "last_name", "first_name", "profile"), minimum=4)
    model = (
        ("numéro", "genre", "nom", "prénom", "profil", "courriel", "classes", "groupes"),
        ("prof_12", "F", "EXEMPLE", "Hélène", "ENS", "", "6A|6B", "LATIN"),
        ("dir_1", "M", "MODÈLE", "Karim", "DIR", "karim.modele@example.org", "", ""),
    )

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The staff of the file with their classes and groups. Raises UnreadableFile."""
        table, places, notes = self.open(data, mapping)
        rows = [(row.line, {key: row.cells[place] for key, place in places.items()}) for row in table.rows]
        members = [_member(line, values, notes) for line, values in rows]
        notes.refuse_damaged_classes()
        named = without_doubles([one for one in members if one.is_named], {"reference": "numéro"}, notes)
        staff = [member for member in named if not member.is_left_out]
        if not staff:
            raise UnreadableFile(
                "Ce fichier ne contient aucun personnel utilisable : chaque ligne doit avoir un nom, un prénom et un "
                "profil (ENS, DIR, DOC ou EDU)."
            )
        classes = _references(staff, "class_references", notes, "la classe")
        groups = _references(staff, "group_references", notes, "le groupe")
        return Extraction(
            staff=sorted(staff, key=lambda member: member.login_order),
            classes=[plain_class(reference) for reference in classes],
            groups=[plain_group(reference) for reference in groups],
            left_out=[*(one for one in named if one.is_left_out), *(one for one in members if not one.is_named)],
            problems=notes.problems,
        )


def _member(line: int, values: Values, notes: Notes) -> IncomingStaff:
    both = values["last_name"], values["first_name"]
    names = notes.names(line, *both)
    profile = parse_profile(values["profile"])
    if names and profile is None:
        said = clean_text(values["profile"])[:20]
        notes.add(line, f"profil « {said} » inconnu (ENS, DIR, DOC ou EDU) : ligne ignorée.")
    return IncomingStaff(
        line,
        *(names or readable_names(*both)),
        profile=profile.value if profile else "",
        is_left_out=names is None or profile is None,
        gender=notes.gender(line, values.get("gender", "")),
        reference=notes.identifier(line, values["reference"], "numéro"),
        email=notes.email(line, values.get("email", "")),
        class_references=notes.references(line, values.get("classes", "").split("|"), "classe"),
        group_references=notes.references(line, values.get("groupes", "").split("|"), "groupe"),
    )


def _references(staff: Sequence[IncomingStaff], field: str, notes: Notes, what: str) -> list[str]:
    """The references that the file names, in order."""
    lines: dict[Hashable, int] = {}
    for member in staff:
        for reference in getattr(member, field):
            lines.setdefault(reference, member.line)
    refuse_crowd(classes=len(lines))
    warn_of_lookalikes(notes, lines, what)
    warn_of_numbers(notes, {str(reference): line for reference, line in lines.items()}, what.split()[-1])
    return sorted(map(str, lines))


sources.register(TableurProfesseurs())
