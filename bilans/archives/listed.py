"""The tables of the pages about archives, for a spreadsheet."""

from sacoche.kit.listed import Column, ListTable, list_tables

ARCHIVES = list_tables.register(
    ListTable(
        "archives",
        "Archives",
        (
            Column("Élève", lambda each: each.person_name),
            Column("Document", lambda each: each.title),
            Column("Version", lambda each: each.version),
            Column("Classe", lambda each: each.class_name),
            Column("Année", lambda each: each.school_year),
            Column("Imprimé le", lambda each: each.made_at),
            Column("Par", lambda each: each.author_label),
            Column("Lu par l'élève", lambda each: each.read_by_person_at),
            Column("Lu par un responsable", lambda each: each.read_by_guardian_at),
        ),
    )
)
TRANSMISSIONS = list_tables.register(
    ListTable(
        "transmissions",
        "Archives transmises",
        (
            Column("À", lambda each: each.recipient),
            Column("Par", lambda each: each.owner.author_label),
            Column("Le", lambda each: each.created_at),
            Column("Documents", lambda each: len(each.keys)),
            Column("Jusqu'au", lambda each: each.expires_at),
            Column("Retiré le", lambda each: each.withdrawn_at),
            Column("Pris (fois)", lambda each: each.times),
            Column("Pris en dernier le", lambda each: each.last_at),
        ),
    )
)
