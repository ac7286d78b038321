"""What is asked of who comes from SACoche: the file, then the doubtful things."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from imports.sacoche.moving.reading import Answers
from sacoche.kit.installation import upload_bytes
from sacoche.kit.parts.moved import parts
from sacoche.kit.sent_file import SentFile
from sacoche.kit.text import count
from schools.models import Niveau


class BackupForm(forms.Form):
    """The ZIP of a school."""

    fichier = SentFile(
        label="Sauvegarde (.zip)",
        what="la sauvegarde (.zip) que SACoche vous a donnée",
        accept=".zip",
        most=upload_bytes,
        when_too_large=(
            "demandez à la personne qui s'occupe de ce serveur de la reprendre par la commande « import_sacoche »"
        ),
    )

    windows = forms.BooleanField(
        label="Lire en Windows-1252 les fichiers de l'archive qui ne sont pas en UTF-8", required=False
    )


class AnswersForm(forms.Form):
    """The doubtful things of a backup, each with what is done without an answer."""

    identity = forms.BooleanField(
        label="Reprendre le nom, l'adresse et les coordonnées de l'établissement", required=False
    )
    rights = forms.BooleanField(label="Reprendre les autorisations réglées dans SACoche", required=False)
    renew_shared = forms.BooleanField(
        label="Faire changer le mot de passe partagé à la première connexion", required=False
    )
    repairs = forms.BooleanField(label="Réparer les textes abîmés", required=False)
    linked = forms.BooleanField(label="Relier les comptes d'une même personne", required=False)

    def __init__(self, *args: Any, seen: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: Sequence[str] = [
            *(["identity"] if seen["school"] else []),
            *(["rights"] if seen["rights"] else []),
            *(["renew_shared"] if seen["sharing"] else []),
            *(["repairs"] if seen["damaged_count"] else []),
            *(["linked"] if seen["linked"] else []),
        ]
        for name in [each for each in self.fields if each not in self.asked]:
            del self.fields[name]
        niveaux = list(Niveau.objects.order_by("order", "reference"))
        self._parts = {each["code"].replace(".", "_"): each["code"] for each in seen.get("asked_parts", ())}
        for each in seen.get("asked_parts", ()):
            label = f"{each['label']} ({count(each['rows'], 'image', 'images')})"
            self.fields[f"part_{each['code'].replace('.', '_')}"] = forms.BooleanField(label=label, required=False)
        for question in seen["questions"]:
            self.fields[f"niveau_{question['key']}"] = _niveau_field(question, niveaux)

    @property
    def boxes(self) -> list[Any]:
        return [self[name] for name in self.asked]

    @property
    def parts(self) -> list[Any]:
        """What rooms would take, and the school decides of."""
        return [self[f"part_{name}"] for name in self._parts]

    @property
    def niveaux(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("niveau_")]

    def answers(self) -> Answers:
        """What was decided; what was not asked keeps its default."""
        said = {name: bool(self.cleaned_data[name]) for name in self.asked}
        niveaux = {
            name.removeprefix("niveau_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("niveau_") and value
        }
        parts = {code: bool(self.cleaned_data[f"part_{name}"]) for name, code in self._parts.items()}
        return Answers(**said, niveaux=niveaux, parts=parts)


def _niveau_field(question: Mapping[str, str], niveaux: Sequence[Niveau]) -> forms.ChoiceField:
    """A class has a niveau, never a cycle; a référentiel may be of a cycle, or of a niveau of the school's own."""
    if question["key"].startswith("class-"):
        return forms.ChoiceField(
            label=question["label"], choices=[(one.reference, one.label) for one in niveaux if one.holds_classes]
        )
    choices = [("", "en faire un niveau de l'établissement"), *((one.reference, one.label) for one in niveaux)]
    return forms.ChoiceField(label=question["label"], choices=choices, required=False)


def initial_of(answers: Mapping[str, Any], questions: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What the form shows first: what was answered, or what would be done."""
    kept = {**vars(Answers()), **answers}
    chosen, wanted = kept.pop("niveaux"), kept.pop("parts")
    niveaux = {f"niveau_{each['key']}": chosen.get(each["key"], each["proposed"]) for each in questions}
    asked = {f"part_{each.code.replace('.', '_')}": wanted.get(each.code, each.is_default) for each in parts}
    return {**kept, **niveaux, **asked}


class UndoForm(forms.Form):
    """« Annuler »: what was done since goes too."""

    sure = forms.BooleanField(
        label="J'ai compris : tout ce qui est dans cet espace disparaît",
        error_messages={"required": "Cochez la case pour dire que vous avez compris ce qui disparaît."},
    )
