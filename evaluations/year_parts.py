"""What a new school year does to the scale, to évaluations and to their marks: nothing is lost."""

from evaluations.models import (
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    Mark,
    MarkChange,
    ScaleChange,
    ScaleSettings,
    Seat,
    SeatPlan,
    Share,
    Signature,
    SymbolImage,
    TeamMember,
)
from sacoche.kit.parts.year import Fate, each_year

each_year(ScaleSettings, Fate.KEPT, "échelle", "Codes, états et algorithme de calcul restent.")
each_year(ScaleChange, Fate.KEPT, "changements de l'échelle", "L'histoire reste entière.")
each_year(SymbolImage, Fate.KEPT, "images de codes de notation", "Elles restent avec l'échelle.")
each_year(Evaluation, Fate.KEPT, "évaluations", "Elles restent, sous leur date et le nom de leur auteur.")
each_year(EvaluationItem, Fate.KEPT, "items d'évaluations", "Ils restent avec leur évaluation.")
each_year(EvaluationPupil, Fate.KEPT, "élèves choisis d'évaluations", "Ils restent avec leur évaluation.")
each_year(Share, Fate.KEPT, "partages d'évaluations", "Ils restent avec leur évaluation.")
each_year(SeatPlan, Fate.EMPTIED, "plans de classe", "Les classes changent : chacun refait le sien.")
each_year(Seat, Fate.EMPTIED, "places des plans de classe", "Elles partent avec leur plan.")
each_year(TeamMember, Fate.KEPT, "équipes d'évaluations", "Elles restent avec leur évaluation.")
each_year(Mark, Fate.KEPT, "résultats", "Ils restent : les bilans regardent d'une année à l'autre.")
each_year(MarkChange, Fate.KEPT, "changements de résultats", "L'histoire reste entière.")
each_year(Signature, Fate.KEPT, "noms d'auteurs de résultats", "Ils restent avec les résultats.")
