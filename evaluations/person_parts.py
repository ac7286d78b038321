"""What évaluations hold of one person: results and words of a pupil, what a teacher made."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from django.db import transaction

from accounts.enums import STAFF
from accounts.erasing import anonymous_name
from evaluations.models import (
    Document,
    Evaluation,
    EvaluationFile,
    EvaluationItem,
    EvaluationPupil,
    Mark,
    MarkChange,
    Need,
    PupilComment,
    Request,
    ResultQuestion,
    ScaleChange,
    ScaleSettings,
    Seat,
    SeatPlan,
    SelfMark,
    Share,
    Signature,
    SymbolImage,
    TeamMember,
)
from evaluations.services.files import discard_files, open_file
from sacoche.kit.parts.person import Erased, about_nobody, person

_OF_DAY = ("evaluation__visible_on",)
_WHICH = {"evaluation": "evaluation__title", "du": "evaluation__given_on"}

about_nobody(ScaleSettings, SymbolImage, EvaluationItem)
# Its rows are named by those that hold somebody, and go with them.
about_nobody(EvaluationFile)


def _files(name: str, folder: str) -> Callable[[Any], Iterator[tuple[str, BinaryIO | None]]]:
    """The files that the column `name` of rows points at, under « folder/12-nom.pdf »."""

    def files(rows: Any) -> Iterator[tuple[str, BinaryIO | None]]:
        for row in rows.exclude(**{name: None}).select_related(name):
            kept = getattr(row, name)
            yield f"{folder}/{row.pk}-{kept.name}", open_file(kept)

    return files


def _with_files(model: Any, name: str) -> Callable[[Any], int]:
    """Rows of a pupil go, and their files at once: nobody waits for the purge."""

    def erase(account: Any) -> int:
        rows = model.objects.filter(pupil=account)
        kept = list(EvaluationFile.objects.filter(pk__in=rows.exclude(**{name: None}).values(name)))
        number: int = rows.count()
        rows.order_by().delete()
        transaction.on_commit(lambda: discard_files(kept), robust=True)
        return number

    return erase


def _forget_signature(account: Any) -> int:
    """A pupil who evaluated himself signed his marks; a member of staff keeps the short name of his."""
    signatures = Signature.objects.filter(account=account)
    if account.profile in STAFF:
        return int(signatures.count())
    return int(signatures.update(label=anonymous_name(account)))


def _forget_actor(account: Any) -> int:
    """The same for the lines of history of what he did himself."""
    name = anonymous_name(account)[:25]
    if account.profile not in STAFF:
        MarkChange.objects.filter(actor=account).update(actor_label=name)
        MarkChange.objects.filter(pupil=account, before_label=account.author_label).update(before_label=name)
    return int(MarkChange.objects.filter(pupil=account).count())


person(
    Evaluation,
    "owner",
    section="evaluations",
    label="évaluations faites",
    fate=Erased.SIGNED,
    columns={"titre": "title", "date": "given_on", "visible_le": "visible_on"},
)
person(
    EvaluationPupil,
    "pupil",
    section="evaluations_ou_choisi",
    label="évaluations où l'élève est choisi",
    fate=Erased.NAMELESS,
    columns=_WHICH,
    seen=_OF_DAY,
)
person(
    Share,
    "colleague",
    section="evaluations_partagees",
    label="évaluations partagées avec la personne",
    fate=Erased.GONE,
    columns=_WHICH | {"niveau": "level"},
)
person(
    TeamMember,
    "pupil",
    section="equipes",
    label="équipes d'évaluations",
    fate=Erased.NAMELESS,
    columns=_WHICH | {"equipe": "team"},
    seen=_OF_DAY,
)
person(
    SeatPlan,
    "owner",
    section="plans_de_classe",
    label="plans de classe faits",
    fate=Erased.GONE,
    columns={"classe": "school_class__name", "groupe": "group__name"},
)
person(
    Seat,
    "pupil",
    section="places",
    label="places dans les plans de classe",
    fate=Erased.GONE,
    columns={"rang": "row", "colonne": "column"},
)
person(
    Document,
    "pupil",
    section="documents",
    label="sujets et corrigés personnels",
    fate=Erased.GONE,
    columns=_WHICH | {"genre": "kind", "fichier": "file__name", "adresse": "link"},
    seen=(*_OF_DAY, "visible_on"),
    erase=_with_files(Document, "file"),
    files=_files("file", "documents"),
)
person(
    PupilComment,
    "pupil",
    section="commentaires",
    label="commentaires écrits et parlés",
    fate=Erased.GONE,
    columns=_WHICH
    | {"texte": "text", "par": "author_label", "secondes_de_voix": "voice_length", "de_l_eleve": "own_text"},
    seen=_OF_DAY,
    erase=_with_files(PupilComment, "voice"),
    files=_files("voice", "commentaires"),
)
person(
    SelfMark,
    "pupil",
    section="auto_evaluations",
    label="auto-évaluations",
    fate=Erased.NAMELESS,
    columns=_WHICH | {"item": "item__name", "code": "code", "le": "given_at"},
    seen=_OF_DAY,
)
person(
    Need,
    "pupil",
    section="raisons_de_groupes_de_besoin",
    label="raisons de groupes de besoin",
    fate=Erased.GONE,
    columns={"groupe": "group__name", "item": "item__name", "etat": "state"},
)
person(
    Request,
    "pupil",
    section="demandes",
    label="demandes d'évaluation",
    fate=Erased.GONE,
    columns={
        "item": "item__name",
        "le": "asked_on",
        "score": "score",
        "message": "message",
        "etat": "status",
        "reponse": "answer",
        "par": "answered_by",
    },
    erase=_with_files(Request, "file"),
    files=_files("file", "demandes"),
)
person(
    ResultQuestion,
    "pupil",
    section="questions",
    label="questions sur un résultat",
    fate=Erased.GONE,
    columns=_WHICH
    | {"item": "item__name", "le": "asked_on", "question": "text", "reponse": "answer", "par": "answered_by"},
    seen=_OF_DAY,
)
person(
    Mark,
    "pupil",
    section="resultats",
    label="résultats",
    fate=Erased.NAMELESS,
    columns={
        "date": "given_on",
        "evaluation": "evaluation__title",
        "professeur": "author__label",
        "matiere": "item__theme__domaine__referentiel__matiere__label",
        "item": "item__name",
        "code": "code",
    },
    seen=("visible_on",),
)
person(
    MarkChange,
    "pupil",
    section="histoire_des_resultats",
    label="histoire des résultats",
    fate=Erased.NAMELESS,
    columns=_WHICH
    | {
        "item": "item__name",
        "avant": "before",
        "apres": "after",
        "le": "at",
        "geste": "gesture",
        "par": "actor_label",
    },
    seen=_OF_DAY,
    erase=_forget_actor,
)
person(
    Signature,
    "account",
    section="signatures",
    label="noms sous lesquels des résultats sont signés",
    fate=Erased.SIGNED,
    columns={"nom": "label"},
    erase=_forget_signature,
)
person(
    ScaleChange,
    "author",
    section="changements_de_l_echelle",
    label="changements de l'échelle",
    fate=Erased.SIGNED,
    columns={"le": "made_at", "dit": "told", "signe": "author_label"},
)
