"""What people say of a domaine, a thème, an item: the form of each kind, and one value of it at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from referentiels import tree
from referentiels.enums import NodeKind
from referentiels.forms.links import web_link
from referentiels.nodes import Values
from referentiels.queries.socle import Part, parts_offered, single_entries


class RefusedValue(Exception):
    """A value that cannot be taken up; the message says why in French."""


def _name(limit: int) -> forms.CharField:
    return forms.CharField(
        label="Nom",
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Donnez un nom.",
            "max_length": "Le nom compte %(show_value)s caractères ; %(limit_value)s au plus.",
        },
    )


def _reference() -> forms.CharField:
    return forms.CharField(
        label="Référence à vous",
        required=False,
        max_length=tree.REFERENCE_LENGTH,
        help_text="Trois caractères au plus, à la place du rang.",
        error_messages={"max_length": "La référence compte %(show_value)s caractères ; %(limit_value)s au plus."},
    )


class _NodeForm(forms.Form):
    def clean_name(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(str(self.cleaned_data["name"]).split())


class DomaineForm(_NodeForm):
    name = _name(tree.GROUP_NAME_LENGTH)
    code = forms.CharField(
        label="Code",
        max_length=tree.CODE_LENGTH,
        help_text="Le caractère qui commence les références de ses items.",
        error_messages={
            "required": "Donnez un code au domaine : un caractère.",
            "max_length": "Le code compte %(show_value)s caractères ; un seul.",
        },
    )
    reference = _reference()


class ThemeForm(_NodeForm):
    name = _name(tree.GROUP_NAME_LENGTH)
    reference = _reference()


_NUMBER = f"Donnez un nombre entier de 0 à {tree.MAX_COEFFICIENT}."


class ItemForm(_NodeForm):
    name = _name(tree.ITEM_NAME_LENGTH)
    abbreviation = forms.CharField(
        label="Abrégé",
        required=False,
        max_length=tree.ABBREVIATION_LENGTH,
        error_messages={"max_length": "L'abrégé compte %(show_value)s caractères ; %(limit_value)s au plus."},
    )
    reference = _reference()
    coefficient = forms.IntegerField(
        label="Coefficient",
        min_value=0,
        max_value=tree.MAX_COEFFICIENT,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _NUMBER),
    )
    is_requestable = forms.BooleanField(label="Les élèves peuvent demander à être évalués", required=False)
    link = forms.CharField(label="Lien", required=False, help_text="Une adresse du web, https://…")
    comment = forms.CharField(
        label="Commentaire",
        required=False,
        max_length=tree.COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une échelle descriptive, par exemple. Les lignes sont gardées.",
    )
    entries = forms.TypedMultipleChoiceField(
        label="Socle",
        required=False,
        coerce=int,
        error_messages={"invalid_choice": "Cette entrée du socle n'existe pas : rechargez la page."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.socle: list[Part] = parts_offered()
        self.fields["entries"].choices = entry_choices(self.socle)  # type: ignore[attr-defined]

    @property
    def linked(self) -> set[int]:
        """The entries that the form shows as ticked."""
        return {int(entry) for entry in self["entries"].value() or () if str(entry).isdigit()}

    @property
    def unseen(self) -> list[int]:
        """The entries that the item feeds and that the school does not use: they stay."""
        offered = {key for part in self.socle for key in part.keys}
        return [entry for entry in self.initial.get("entries") or [] if entry not in offered]

    def clean_link(self) -> str:
        """http and https alone: nothing else opens."""
        return web_link(self.cleaned_data["link"])

    def clean_comment(self) -> str:
        """Line ends as the database keeps them."""
        return str(self.cleaned_data["comment"]).replace("\r\n", "\n")

    def clean_entries(self) -> list[int]:
        """Each once, in the order in which they were linked; then the new ones, in that of the socle.

        Of a version with one link an item, a new choice replaces the former ones.
        """
        wanted = dict.fromkeys([*self.unseen, *self.cleaned_data["entries"]])
        kept = [entry for entry in self.initial.get("entries") or [] if entry in wanted]
        added = [entry for entry in wanted if entry not in kept]
        single = single_entries(wanted)
        chosen = [single[entry] for entry in added if entry in single]
        if len(chosen) > len(set(chosen)):
            raise forms.ValidationError(f"Un item a une seule entrée du socle de {chosen[0]} : n'en ajoutez qu'une.")
        return [*(entry for entry in kept if single.get(entry) not in chosen), *added]


def entry_choices(parts: Sequence[Part]) -> list[tuple[int, str]]:
    """The entries that an item may feed, in words; the latest version first."""
    return [(choice.key, choice.words) for part in parts for choice in part.choices]


NODE_FORMS: Mapping[NodeKind, type[_NodeForm]] = {
    NodeKind.DOMAINE: DomaineForm,
    NodeKind.THEME: ThemeForm,
    NodeKind.ITEM: ItemForm,
}


def clean_name(kind: NodeKind, name: Any) -> str:
    """The name of a node of a kind. Raises RefusedValue."""
    try:
        return " ".join(str(NODE_FORMS[kind].base_fields["name"].clean(name)).split())
    except forms.ValidationError as error:
        raise RefusedValue(" ".join(error.messages)) from error


def clean_names(kind: NodeKind, text: str) -> list[str]:
    """The names of a text, one a line; of a line of a spreadsheet, its first cell. Raises RefusedValue by line."""
    names = []
    for number, line in enumerate(text.splitlines(), 1):
        said = next((cell.strip() for cell in line.split("\t") if cell.strip()), "")
        if not said:
            continue
        try:
            names.append(clean_name(kind, said))
        except RefusedValue as error:
            raise RefusedValue(f"Ligne {number} : {error}") from error
    if not names:
        raise RefusedValue("Écrivez au moins une ligne.")
    return names


def initial_of(kind: NodeKind, values: Values) -> Values:
    """What a form of this kind starts from."""
    return {name: values[name] for name in (*NODE_FORMS[kind].base_fields,)}
