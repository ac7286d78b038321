"""What the journal says of absences and lates."""

from sacoche.kit.journal import Verb, verbs

verbs.register(Verb("bilans.attendance", "a saisi les absences de {pupils:élève|élèves} ({place}, {period})"))
verbs.register(
    Verb(
        "bilans.attendance_file",
        "a importé les absences de {pupils:élève|élèves} ({period}) : {origin}, fichier « {file_name} »",
    )
)
verbs.register(
    Verb(
        "bilans.attendance_undone", "a annulé un enregistrement d'absences ({origin}, {period}) : {pupils:élève|élèves}"
    )
)
