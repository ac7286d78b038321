"""Say what a migration would hold up on a large database, or take from the servers of the version before it.

During an update, servers of two versions answer on the new tables, and millions of rows are read and written all along:
on PostgreSQL an index, a constraint or a column of another type would keep them waiting as long as it is made. Nothing
is asked of a database here. Migrations of SETTLED are out already; a later one that is right to lock says why in
`LOCKS = "…"`, beside its class.
"""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The last migration of each application that was made before these rules.
SETTLED = {
    "accounts": 14,
    "documents": 6,
    "evaluations": 5,
    "exports": 2,
    "grids": 1,
    "imports": 4,
    "referentiels": 9,
    "schools": 10,
    "socle": 5,
}
_OLD_VERSION = "les serveurs de la version d'avant s'en servent encore : attendez la version suivante"
_ADVICE = {
    "AddIndex": "les écritures attendent que l'index soit construit : AddIndexQuietly (sacoche.kit.migrations)",
    "AddConstraint": "les écritures attendent que toutes les lignes soient vérifiées",
    "AlterUniqueTogether": "les écritures attendent que l'index soit construit",
    "AlterField": "un autre type récrit la table, personne ne la lit pendant ce temps",
    "RemoveField": _OLD_VERSION,
    "RenameField": _OLD_VERSION,
    "RenameModel": _OLD_VERSION,
    "DeleteModel": _OLD_VERSION,
    "AlterModelTable": _OLD_VERSION,
}
# What changes nothing in the database, or widens a column, which rewrites nothing.
_HARMLESS = frozenset(
    ("verbose_name", "help_text", "choices", "validators", "editable", "blank", "related_name", "error_messages")
)


def faults(migration: Any, locks: str = "") -> Iterator[str]:
    """What is wrong with a migration, a French sentence each; nothing of the tables that it makes itself."""
    if locks:
        return
    made: set[str] = set()
    kinds = {type(each).__name__ for each in migration.operations}
    for operation in migration.operations:
        kind = type(operation).__name__
        if kind == "CreateModel":
            made.add(operation.name_lower)
        model = getattr(operation, "model_name", getattr(operation, "name", "")) or ""
        if model.lower() not in made and (advice := _advice(operation, kind)):
            yield f"{migration.app_label}.{migration.name}, {operation.describe()} : {advice}."
    if migration.atomic and "RunPython" in kinds and kinds - {"RunPython"}:
        yield (
            f"{migration.app_label}.{migration.name} : les lignes sont récrites dans la transaction qui change la "
            "table, dont le verrou dure autant : deux migrations, l'une après l'autre."
        )


def _advice(operation: Any, kind: str) -> str:
    if kind == "AddField":
        return _of_a_new_column(operation.field)
    return _ADVICE.get(kind, "")


def _of_a_new_column(field: Any) -> str:
    """A column that may be empty, or whose default is the same for each row, is added in an instant."""
    if field.unique or (field.is_relation and field.db_index):
        return f"{_ADVICE['AddIndex']}, et db_index=False ici"
    if not field.null and callable(field.default) and not field.has_db_default():
        return "chaque ligne est récrite : une colonne facultative, puis une migration qui la remplit"
    return ""


def is_harmless(before: Any, after: Any) -> bool:
    """Whether changing a field so asks nothing of the rows: words of screens, or a longer text."""
    _name, path, _arguments, old = before.deconstruct()
    _name, new_path, _arguments, new = after.deconstruct()
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)} - _HARMLESS
    if path != new_path:
        return False
    return not changed or (changed == {"max_length"} and old["max_length"] <= new["max_length"])


def _harmless_changes(loader: Any, migration: Any) -> set[int]:
    """The places of the AlterField of a migration that ask nothing of the rows."""
    state = loader.project_state((migration.app_label, migration.name), at_end=False)
    found = set()
    for place, operation in enumerate(migration.operations):
        if type(operation).__name__ == "AlterField":
            before = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
            if is_harmless(before, operation.field):
                found.add(place)
        operation.state_forwards(migration.app_label, state)
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    loader = MigrationLoader(None)
    told = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        module = import_module(type(migration).__module__)
        is_ours = Path(str(module.__file__)).is_relative_to(ROOT) and ".venv" not in str(module.__file__)
        if not is_ours or int(name[:4]) <= SETTLED.get(app, 0):
            continue
        harmless = _harmless_changes(loader, migration)
        migration.operations = [each for place, each in enumerate(migration.operations) if place not in harmless]
        told += faults(migration, getattr(module, "LOCKS", ""))
    print("\n".join(told), end="\n" if told else "")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
