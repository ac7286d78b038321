"""The table of the works of a person, for a spreadsheet."""

from sacoche.kit.listed import Column, ListTable, list_tables

JOBS = list_tables.register(
    ListTable(
        "travaux",
        "Travaux",
        (
            Column("Travail", lambda job: job.title),
            Column("Demandé le", lambda job: job.created_at),
            Column("État", lambda job: job.get_status_display()),
        ),
    )
)
