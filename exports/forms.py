"""What people choose on « Import Export des validations » and on « Extraction de données »."""

from typing import Any

from django import forms

from exports.queries import GroupingGroup
from exports.registry import Exporter, extractions, offered_exporters
from imports.validations import Origin, origins
from sacoche.kit.files.tables import formats
from sacoche.kit.installation import upload_bytes
from sacoche.kit.sent_file import SentFile, weight
from sacoche.kit.text import unaccent

_EXPORT, _IMPORT = "export-", "import-"


def procedure_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The list « Procédure », in its two groups."""
    return [
        (
            "Exporter un fichier",
            [(_EXPORT + each.code, f"Exporter un fichier {each.label}") for each in offered_exporters()],
        ),
        ("Importer un fichier", [(_IMPORT + each.code, f"Importer un fichier {each.label}") for each in origins]),
    ]


def origin_of(procedure: str) -> Origin | None:
    """The origin that an import procedure names, or None."""
    code = procedure.removeprefix(_IMPORT)
    return origins.get(code) if procedure.startswith(_IMPORT) and code in origins else None


def exporter_of(procedure: str) -> Exporter | None:
    """The exporter that an export procedure names, or None."""
    return next((each for each in offered_exporters() if procedure == _EXPORT + each.code), None)


class ProcedureForm(forms.Form):
    """The first choice of the page: what to do."""

    procedure = forms.ChoiceField(
        label="Procédure",
        error_messages={"required": "Choisissez une procédure.", "invalid_choice": "Choisissez une procédure."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [("", "Choisir…"), *procedure_choices()]  # type: ignore[attr-defined]


class ValidationsFileForm(forms.Form):
    """The file to import."""

    fichier = SentFile(
        label="Fichier à importer",
        what="le fichier à importer",
        accept=".zip,.xml",
        most=upload_bytes,
        when_too_large="exportez les validations en plusieurs fois, par classes",
        when_empty="demandez qu'on vous l'envoie à nouveau",
    )

    mot_de_passe = forms.CharField(
        label="Mot de passe du fichier",
        required=False,
        strip=True,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        help_text="Seulement si le fichier vous a été remis avec un mot de passe.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fichier"].help_text = (
            "Le fichier « import-sacoche….zip » que l'on vous a remis, ou un fichier .xml. "
            f"{weight(upload_bytes())} au plus."
        )


def names_an_unknown_class(values: list[str], groups: list[GroupingGroup]) -> bool:
    """Whether a class is asked for, by its number, that the groupings do not offer."""
    offered = chosen_codes(values, groups)
    return any(value.startswith("c") and value[1:].isdigit() and value not in offered for value in values)


def chosen_codes(values: list[str], groups: list[GroupingGroup]) -> list[str]:
    """Those of these codes that the groupings offer."""
    offered = {each.code for group in groups for each in group.choices}
    return [value for value in values if value in offered]


class ExtractionForm(forms.Form):
    """Which table, in which format, and whether those who have left are in it."""

    extraction = forms.ChoiceField(
        label="Que voulez-vous extraire ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez ce que vous voulez extraire.",
            "invalid_choice": "Choisissez ce que vous voulez extraire.",
        },
    )
    table_format = forms.ChoiceField(
        label="Format",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un format.", "invalid_choice": "Choisissez un format."},
    )
    is_with_left = forms.BooleanField(label="Avec les comptes fermés", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._extractions = sorted(extractions, key=lambda each: unaccent(each.label))
        self.fields["extraction"].choices = [(each.code, each.label) for each in self._extractions]  # type: ignore[attr-defined]
        self.fields["table_format"].choices = [(each.code, each.label) for each in formats]  # type: ignore[attr-defined]
        self.initial.setdefault("table_format", next(iter(formats)).code)

    def tables(self) -> list[dict[str, Any]]:
        """The radio buttons of the tables, each with what its table tells."""
        return [
            {"radio": radio, "content": each.content}
            for radio, each in zip(self["extraction"].subwidgets, self._extractions, strict=True)
        ]

    def criteria(self) -> dict[str, Any]:
        """The arguments of services.extract that the form decides, once it is valid."""
        asked = self.cleaned_data
        return {
            "extraction": extractions.get(asked["extraction"]),
            "table_format": formats.get(asked["table_format"]),
            "is_with_left": asked["is_with_left"],
        }
