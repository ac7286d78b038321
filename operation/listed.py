"""The tables of the pages of the operator and of what is erased, for a spreadsheet."""

from sacoche.kit.listed import Column, ListTable, list_tables

RECEIPTS = list_tables.register(
    ListTable(
        "recus",
        "Reçus",
        (
            Column("Reçu", lambda receipt: receipt.pk),
            Column("Le", lambda receipt: receipt.erased_at),
            Column("Profil", lambda receipt: receipt.profile),
            Column("Par", lambda receipt: receipt.actor_label),
        ),
    )
)
OPERATORS = list_tables.register(
    ListTable(
        "exploitants",
        "Exploitants",
        (
            Column("Nom", lambda each: each.full_name),
            Column("Identifiant", lambda each: each.login),
            Column("Adresse e-mail", lambda each: each.email),
            Column("Dernière entrée", lambda each: each.last_login),
            Column("Fermé le", lambda each: each.left_at),
        ),
    )
)
LETTERS = list_tables.register(
    ListTable(
        "lettres",
        "Lettres",
        (
            Column("Objet", lambda letter: letter.subject),
            Column("À qui", lambda letter: letter.zone_name or "toutes les zones"),
            Column("Par", lambda letter: letter.author_label),
            Column("Partie le", lambda letter: letter.sent_at),
            Column("Contacts", lambda letter: letter.recipients if letter.sent_at else None),
        ),
    )
)

SCHOOLS = list_tables.register(
    ListTable(
        "etablissements",
        "Établissements",
        (
            Column("État", lambda line: line.label),
            Column("Numéro", lambda line: line.number),
            Column("Établissement", lambda line: line.name),
            Column("Commune", lambda line: line.town),
            Column("UAI", lambda line: line.uai),
            Column("Zone", lambda line: str(line.zone)),
            Column("Comptes", lambda line: line.people),
            Column("Octets de fichiers", lambda line: line.file_bytes),
            Column("Lignes", lambda line: line.rows),
            Column("Dernière connexion", lambda line: line.last_sign_in_at),
            Column("Sauvegarde", lambda line: line.last_backup_at),
        ),
    )
)
ACTIONS = list_tables.register(
    ListTable(
        "journal-de-la-console",
        "Journal de la console",
        (
            Column("Quand", lambda row: row[0].at),
            Column("Qui", lambda row: row[0].operator_label),
            Column("Quoi", lambda row: row[1]),
            Column("Depuis", lambda row: row[0].address),
        ),
    )
)
