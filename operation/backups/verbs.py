"""What the journal says of backups."""

from sacoche.kit.journal import Verb, verbs

verbs.register(
    Verb(
        "operation.back_up",
        "a sauvegardé l'établissement ({name} : {rows:ligne|lignes}, {files:fichier|fichiers})",
    )
)
verbs.register(Verb("operation.send_backup", "a déposé la sauvegarde « {file_name} », pour la restaurer"))
verbs.register(Verb("operation.give_up_restoration", "a renoncé à restaurer « {file_name} »"))
verbs.register(
    Verb(
        "operation.restore",
        "L'établissement est revenu à sa sauvegarde du {made_at}, restaurée par {by} ({rows:ligne|lignes}) : sessions "
        "closes, courriels en attente effacés",
        is_told=True,
    )
)
