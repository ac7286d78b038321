"""What a new school year does to the scale, to évaluations and to their marks: évaluations go, results stay."""

from typing import Any

from evaluations.models import (
    PLANNED,
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
from evaluations.services.new_year import leave_traces, take_planned_away
from sacoche.kit.parts.year import Closing, Fate, each_year


def _ended(evaluations: Any, closing: Closing) -> Any:
    return evaluations.filter(is_trace=False, is_lasting=False, given_on__lt=closing.before)


def _of_ended(rows: Any, closing: Closing) -> Any:
    return rows.filter(evaluation__in=_ended(Evaluation.objects.all(), closing))


def _planned(marks: Any, closing: Closing) -> Any:
    return marks.filter(code=PLANNED, given_on__lt=closing.before)


def _asked(requests: Any, closing: Closing) -> Any:
    return requests.filter(asked_on__lt=closing.before)


each_year(ScaleSettings, Fate.KEPT, "échelle", "Codes, états et algorithme de calcul restent.")
each_year(ScaleChange, Fate.KEPT, "changements de l'échelle", "L'histoire reste entière.")
each_year(SymbolImage, Fate.KEPT, "images de codes de notation", "Elles restent avec l'échelle.")
each_year(
    Evaluation,
    Fate.EMPTIED,
    "évaluations",
    "Elles quittent toutes les listes ; leurs résultats gardent leur titre, leur date et le nom de leur auteur. Les "
    "évaluations pluriannuelles restent, avec leurs items et leurs résultats ; le groupe de celles qui en ont un est à "
    "choisir de nouveau.",
    rows=_ended,
    others="évaluations pluriannuelles, nouvelles ou déjà closes",
    end=leave_traces,
)
each_year(
    EvaluationItem, Fate.EMPTIED, "items d'évaluations", "Les résultats gardent l'item qu'ils évaluent.", rows=_of_ended
)
each_year(
    EvaluationPupil, Fate.EMPTIED, "élèves choisis d'évaluations", "Ils partent avec leur évaluation.", rows=_of_ended
)
each_year(Share, Fate.EMPTIED, "partages d'évaluations", "Ils partent avec leur évaluation.", rows=_of_ended)
each_year(TeamMember, Fate.EMPTIED, "équipes d'évaluations", "Elles partent avec leur évaluation.", rows=_of_ended)
each_year(Document, Fate.EMPTIED, "sujets et corrigés", "Ils partent avec leur évaluation.", rows=_of_ended)
each_year(
    PupilComment,
    Fate.EMPTIED,
    "commentaires d'évaluations",
    "Écrits et parlés, ils partent avec leur évaluation.",
    rows=_of_ended,
)
each_year(SelfMark, Fate.EMPTIED, "auto-évaluations", "Elles partent avec leur évaluation.", rows=_of_ended)
each_year(
    ResultQuestion, Fate.EMPTIED, "questions sur un résultat", "Elles partent avec leur évaluation.", rows=_of_ended
)
each_year(SeatPlan, Fate.EMPTIED, "plans de classe", "Les classes changent : chacun refait le sien.")
each_year(Seat, Fate.EMPTIED, "places des plans de classe", "Elles partent avec leur plan.")
each_year(
    Mark,
    Fate.EMPTIED,
    "marques « PA »",
    "Ce qui n'était que préparé est retiré. Les résultats restent : les bilans regardent d'une année à l'autre.",
    rows=_planned,
    others="résultats",
    end=take_planned_away,
)
each_year(MarkChange, Fate.KEPT, "changements de résultats", "L'histoire reste entière.")
each_year(Signature, Fate.KEPT, "noms d'auteurs de résultats", "Ils restent avec les résultats.")
each_year(
    EvaluationFile,
    Fate.KEPT,
    "fichiers d'évaluations",
    "Ceux que plus rien ne nomme s'effacent d'eux-mêmes, un jour après avoir été gardés.",
)
each_year(Need, Fate.EMPTIED, "raisons de groupes de besoin", "Elles partent avec leur groupe.")
each_year(
    Request,
    Fate.EMPTIED,
    "demandes d'évaluation",
    "Celles de l'année finie sont retirées, répondues ou non.",
    rows=_asked,
)
