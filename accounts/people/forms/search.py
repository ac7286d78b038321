"""What a list of people is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.enums import Profile
from schools.models import SchoolClass


class PeopleSearchForm(forms.Form):
    """What a list of people shows: a class or a profile where there are several, words, those who have left."""

    EVERY_CLASS, WITHOUT_CLASS = "toutes", "aucune"

    classe = forms.ChoiceField(label="Classe", required=False)
    profil = forms.ChoiceField(label="Profil", required=False)
    q = forms.CharField(
        label="Nom, identifiant ou numéro",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sortis = forms.BooleanField(label="Comptes fermés", required=False)

    def __init__(self, *args: Any, is_by_class: bool, profiles: Sequence[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes: dict[str, SchoolClass] = {}
        if is_by_class:
            self.classes = {str(each.pk): each for each in SchoolClass.objects.in_level_order()}
            self._offer("classe", self._class_choices())
            self.fields["sortis"].label = "Élèves sortis"
        else:
            del self.fields["classe"]
        if len(profiles) > 1:
            self._offer("profil", [("", "Tous les profils"), *((code.value, code.label) for code in profiles)])
        else:
            del self.fields["profil"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _class_choices(self) -> list[tuple[str, str]]:
        labels = [(pk, each.label) for pk, each in self.classes.items()]
        return [(self.EVERY_CLASS, "Toutes les classes"), *labels, (self.WITHOUT_CLASS, "Sans classe")]

    @property
    def names_an_unknown_class(self) -> bool:
        """Whether the address asks for a class, by its number, that the school does not have."""
        asked = self.data.get("classe", "")
        return "classe" in self.fields and asked.isdigit() and asked not in self.classes

    def criteria(self) -> dict[str, Any]:
        """The arguments of people.lists.matching; what cannot be read counts as not asked."""
        asked = self.cleaned_data if self.is_valid() else {}
        classe = asked.get("classe", "")
        return {
            "words": asked.get("q", ""),
            "profile": asked.get("profil", ""),
            "school_class": self.classes.get(classe),
            "is_without_class": classe == self.WITHOUT_CLASS,
            "has_left": bool(asked.get("sortis")),
        }
