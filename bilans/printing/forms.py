"""Forms of the layout, of the stamp and of signatures."""

from dataclasses import replace
from typing import Any

from django import forms

from bilans.models import HeaderField, PageSetup
from bilans.paper.envelopes import ENVELOPES, Envelope, Format
from bilans.printing.images import MAX_BYTES
from sacoche.kit.names import clean_text
from sacoche.kit.sent_file import SentBytes

WINDOW = ("window_width", "window_height", "window_right", "window_bottom")
# The least room for six lines that are still read.
_LEAST_WIDTH, _LEAST_HEIGHT = 60, 18


class PageSetupForm(forms.ModelForm):
    """The layout. The window follows the envelope that is chosen, as long as nobody measured another one."""

    fields_shown = forms.MultipleChoiceField(
        label="L'en-tête montre",
        required=False,
        choices=HeaderField.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PageSetup
        fields = (
            "fields_shown",
            "address",
            "envelope",
            *WINDOW,
            "copies",
            "margin",
            "is_duplex",
            "is_grey",
            "signing",
            "has_visa",
            "mention",
        )
        widgets = {"mention": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "window_width": "En millimètres. Ces quatre mesures suivent l'enveloppe choisie ; changez-les si la "
            "fenêtre des vôtres est ailleurs.",
            "window_right": "De la fenêtre au bord droit de l'enveloppe.",
            "window_bottom": "De la fenêtre au bord bas de l'enveloppe.",
            "margin": "De 5 à 20 mm, des quatre côtés.",
            "is_duplex": "Une page blanche après un document de une ou trois pages : le suivant commence sur une autre "
            "feuille.",
            "mention": "Ce que la loi ou l'établissement veut y voir, 300 signes au plus.",
        }

    header = ("fields_shown",)
    guardians = ("address", "envelope", *WINDOW, "copies")
    pages = ("margin", "is_duplex", "is_grey")
    foot = ("signing", "has_visa", "mention")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["envelope"].choices = [(code.value, each.label) for code, each in ENVELOPES.items()]  # type: ignore[attr-defined]
        for name in (*WINDOW, "margin"):
            self.fields[name].error_messages["invalid"] = "Écrivez un nombre entier de millimètres."

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        headings = {
            "En-tête": self.header,
            "Adresse et enveloppe": self.guardians,
            "Pages": self.pages,
            "Bas du document": self.foot,
        }
        return [(heading, [self[name] for name in names]) for heading, names in headings.items()]

    def clean_mention(self) -> str:
        return clean_text(self.cleaned_data["mention"]).strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self._follow_envelope(cleaned)
            self._check_window(cleaned)
        return cleaned

    def _follow_envelope(self, cleaned: dict[str, Any]) -> None:
        """Another envelope, whose window nobody measured: its usual one."""
        was_measured = any(cleaned[name] != self.initial[name] for name in WINDOW)
        if cleaned["envelope"] == self.initial["envelope"] or was_measured:
            return
        usual = ENVELOPES[Format(cleaned["envelope"])]
        cleaned.update({name: round(getattr(usual, name)) for name in WINDOW})

    def _check_window(self, cleaned: dict[str, Any]) -> None:
        envelope = envelope_of(cleaned)
        shown = envelope.address
        if shown.width < _LEAST_WIDTH or shown.height < _LEAST_HEIGHT or shown.top < 0 or shown.right > 210:
            raise forms.ValidationError(
                f"Avec ces mesures, la fenêtre de l'enveloppe {envelope.label} ne montre pas toujours l'adresse quand "
                "la feuille y glisse : vérifiez-les, en millimètres, depuis le bord droit et le bord bas."
            )


def envelope_of(values: dict[str, Any]) -> Envelope:
    """The envelope that a form describes."""
    return replace(ENVELOPES[Format(values["envelope"])], **{name: values[name] for name in WINDOW})


class SignatureForm(forms.Form):
    """An image; `cleaned_data["image"]` holds its bytes."""

    image = SentBytes(
        label="Image PNG",
        help_text="PNG, 200 ko au plus ; un fond transparent s'imprime mieux.",
        what="une image",
        accept="image/png",
        most=MAX_BYTES,
        when_too_large="réduisez l'image, puis recommencez",
    )
