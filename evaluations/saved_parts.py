"""How the scale, évaluations and marks are backed up and restored."""

from typing import Any

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
from referentiels.models import Item
from sacoche.kit.parts.saved import save

_PLAIN = "des valeurs, des textes et des couleurs ; une image y est nommée par son empreinte"
_LOST = "un item que son référentiel a perdu n'est pas dans la sauvegarde : ce qui s'y rattache non plus"


def _of_items_that_are(rows: Any) -> Any:
    return rows.filter(item__in=Item.objects.all())


save(ScaleSettings, holds={"codes": _PLAIN, "states": _PLAIN})
save(ScaleChange, holds={"before": _PLAIN, "after": _PLAIN})
save(SymbolImage)
save(Signature)
save(Evaluation)
save(EvaluationItem, rows=_of_items_that_are, others=_LOST)
save(EvaluationPupil)
save(Share)
save(SeatPlan)
save(Seat)
save(TeamMember)
save(Mark, rows=_of_items_that_are, others=_LOST)
save(MarkChange, rows=_of_items_that_are, others=_LOST)
save(EvaluationFile, folder="evaluations")
save(Need, rows=_of_items_that_are, others=_LOST)
save(Document)
save(PupilComment)
save(SelfMark, rows=_of_items_that_are, others=_LOST)
save(Request, rows=_of_items_that_are, others=_LOST)
save(ResultQuestion, rows=_of_items_that_are, others=_LOST)
