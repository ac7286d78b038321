"""What the journal says of « Venir de SACoche »."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("imports.receive_move", "a déposé la sauvegarde de SACoche « {file_name} »"))
verbs.register(Verb("imports.refuse_move", "la sauvegarde de SACoche « {file_name} » a été refusée : {reason}"))
verbs.register(
    Verb(
        "imports.apply_move",
        "a repris la sauvegarde de SACoche « {file_name} » (version du {version}) : {people:compte|comptes}, "
        "{marks:résultat|résultats}, {aside:ligne mise de côté|lignes mises de côté}",
    )
)
verbs.register(Verb("imports.give_up_move", "a abandonné la sauvegarde de SACoche « {file_name} »"))
verbs.register(
    Verb("imports.undo_move", "a annulé la reprise de la sauvegarde de SACoche « {file_name} » : l'espace est vide")
)
