"""The fields of the exporters of validations: groupings, then the pupils ticked among theirs."""

from typing import Any

from django import forms

from documents.makers import Asked, MakerForm
from exports.queries import groupings, pupils_of


class PupilsForm(MakerForm):
    """Whose validations. Sent without a list of pupils, which scripts display, it means everybody in the groupings."""

    regroupement = forms.MultipleChoiceField(
        label="Regroupement",
        error_messages={
            "required": "Choisissez au moins un regroupement.",
            "invalid_choice": "Un des regroupements choisis n'existe plus : vérifiez la liste.",
        },
    )

    protege = forms.BooleanField(label="Protéger le fichier par un mot de passe", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = [(each.code, each.label) for group in groupings() for each in group.choices]
        self.fields["regroupement"].choices = pairs  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str] | None:
        """The pupils ticked in the list, None when no list was displayed."""
        return set(self.data.getlist("eleve")) if "liste" in self.data else None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        offered = list(pupils_of(self.cleaned_data["regroupement"]))
        ticked = self.ticked
        chosen = offered if ticked is None else [pupil for pupil in offered if str(pupil.pk) in ticked]
        if not offered:
            raise forms.ValidationError("Aucun élève actif dans ce regroupement : choisissez-en un autre.")
        if ticked is not None and len(chosen) < len(ticked):
            raise forms.ValidationError("La liste des élèves a changé depuis son affichage : vérifiez-la.")
        if not chosen:
            raise forms.ValidationError("Cochez au moins un élève.")
        return self.cleaned_data | {"pupils": chosen}

    def asked(self) -> Asked:
        """The numbers of the pupils, and whether the file has a password, once the form is valid."""
        pupils = [pupil.pk for pupil in self.cleaned_data["pupils"]]
        return {"pupils": pupils, "is_sealed": self.cleaned_data["protege"]}
