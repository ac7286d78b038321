"""The tables of the pages about référentiels, for a spreadsheet."""

from sacoche.kit.listed import Column, ListTable, list_tables

REFERENTIELS = list_tables.register(
    ListTable(
        "referentiels",
        "Référentiels",
        (
            Column("Matière", lambda referentiel: referentiel.matiere.label),
            Column("Niveau", lambda referentiel: referentiel.niveau.label),
            Column("Items", lambda referentiel: referentiel.item_count),
            Column("Calcul", lambda referentiel: str(referentiel.calculation)),
            Column("Partage", lambda referentiel: referentiel.get_sharing_display()),
        ),
    )
)
SHARED = list_tables.register(
    ListTable(
        "referentiels-partages",
        "Référentiels partagés",
        (
            Column("Matière", lambda one: str(one.matiere)),
            Column("Niveau", lambda one: str(one.niveau)),
            Column("Établissement", lambda one: str(one.school)),
            Column("Note", lambda one: one.note),
            Column("Changé le", lambda one: one.changed_on),
            Column("Items", lambda one: one.item_count),
            Column("Copies", lambda one: one.copies),
        ),
    )
)
ITEM_SETS = list_tables.register(
    ListTable(
        "regroupements",
        "Regroupements d'items",
        (
            Column("Nom", lambda row: row.item_set.name),
            Column("À qui", lambda row: row.item_set.owner.full_name),
            Column("Items", lambda row: row.count),
            Column("Items retirés de leur référentiel", lambda row: row.missing),
        ),
    )
)
