"""The tables of the pages about évaluations, for a spreadsheet."""

from sacoche.kit.listed import Column, ListTable, list_tables

EVALUATIONS = list_tables.register(
    ListTable(
        "evaluations",
        "Évaluations",
        (
            Column("Évaluation", lambda line: line.evaluation.title),
            Column("Propriétaire", lambda line: line.evaluation.owner_label),
            Column("Classe / groupe", lambda line: str(line.target)),
            Column("Élèves", lambda line: line.pupils),
            Column("Date", lambda line: line.evaluation.given_on),
            Column("Visible le", lambda line: line.evaluation.visible_on),
            Column("Items", lambda line: line.items),
            Column("Saisies", lambda line: line.rate.done),
            Column("Saisies attendues", lambda line: line.rate.total),
        ),
    )
)
DELETED = list_tables.register(
    ListTable(
        "evaluations-supprimees",
        "Évaluations supprimées",
        (
            Column("Évaluation", lambda row: row[0].title),
            Column("Classe / groupe", lambda row: str(row[1])),
            Column("Date", lambda row: row[0].given_on),
            Column("Supprimée le", lambda row: row[0].deleted_at),
        ),
    )
)
REQUESTS = list_tables.register(
    ListTable(
        "demandes",
        "Demandes d'évaluations",
        (
            Column("Matière", lambda line: str(line.matiere)),
            Column("Référence", lambda line: line.reference),
            Column("Item", lambda line: line.request.item.name),
            Column("Popularité", lambda line: line.popularity),
            Column("Élève", lambda line: line.pupil.full_name),
            Column("Classe", lambda line: line.pupil.class_name),
            Column("Score", lambda line: line.request.score),
            Column("Date", lambda line: line.request.asked_on),
            Column("À", lambda line: str(line.addressee or "tous")),
            Column("État", lambda line: line.request.get_status_display()),
            Column("Message", lambda line: line.request.message),
            Column("Réponse", lambda line: line.request.answer),
        ),
    )
)
