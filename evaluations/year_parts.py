"""What a new school year does to the scale, to évaluations and to their marks: nothing is lost but requests."""

from evaluations.models import (
    Document,
    Evaluation,
    EvaluationFile,
    EvaluationItem,
    EvaluationPupil,
    Mark,
    MarkChange,
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
each_year(EvaluationFile, Fate.KEPT, "fichiers d'évaluations", "Ils restent avec leur évaluation.")
each_year(Document, Fate.KEPT, "sujets et corrigés", "Ils restent avec leur évaluation.")
each_year(PupilComment, Fate.KEPT, "commentaires d'évaluations", "Ils restent avec leur évaluation.")
each_year(SelfMark, Fate.KEPT, "auto-évaluations", "Elles restent à côté des résultats.")
each_year(Request, Fate.EMPTIED, "demandes d'évaluation", "Celles de l'année finie sont retirées.")
each_year(ResultQuestion, Fate.KEPT, "questions sur un résultat", "Elles restent avec leur résultat.")
