"""The table of the imports that are over, for a spreadsheet."""

from sacoche.kit.listed import Column, ListTable, list_tables

IMPORTS = list_tables.register(
    ListTable(
        "imports",
        "Imports précédents",
        (
            Column("Date", lambda row: row["past"].run.ended_at),
            Column("Import", lambda row: row["heading"]),
            Column("Fichier", lambda row: row["past"].run.file_name),
            Column("Par", lambda row: row["past"].run.holder_label or "une commande du serveur"),
            Column("Ce qu'il a fait", lambda row: " ".join(row["sentences"])),
            Column("État", lambda row: row["past"].run.get_status_display()),
            Column("Annulé le", lambda row: row["past"].run.undone_at),
        ),
    )
)
