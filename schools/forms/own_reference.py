"""What a school adds to a national list, under a reference that nothing else has."""

from typing import Any, ClassVar

from django import forms

from sacoche.kit.names import upper
from schools.forms.structure import one_line, taken


class OwnReferenceForm(forms.ModelForm):
    """A reference, which is of no other, and a name."""

    # What somebody else may add meanwhile: « d'un niveau ajouté à l'instant ».
    just_added: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reference", "label"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_reference(self) -> str:
        reference = upper(one_line(self.cleaned_data["reference"]))
        if holder := self.holder_of(reference):
            raise forms.ValidationError(holder)
        return reference

    def holder_of(self, reference: str) -> str:
        """Who has this reference already and what to do, in French; empty when nobody has."""
        raise NotImplementedError

    def clean_label(self) -> str:
        return one_line(self.cleaned_data["label"])

    def refuse_reference(self) -> None:
        """Say that the reference was taken by somebody else between the check and the save."""
        self.add_error("reference", taken(self.data["reference"], holder=self.just_added))
