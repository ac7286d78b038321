"""Migrations that would keep a large school, or six thousand, waiting are refused before they are merged."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from sacoche.kit.migrations import AddIndexQuietly
from scripts.lint_migrations import faults, is_harmless

ROOT = Path(__file__).parent.parent
INDEX = models.Index(fields=["name"], name="zone_by_name")


def migration(*operations, atomic: bool = True) -> migrations.Migration:
    made = migrations.Migration("0099_later", "schools")
    made.operations, made.atomic = list(operations), atomic
    return made


def told(*operations, **options) -> str:
    return " ".join(faults(migration(*operations, **options)))


def test_migrations_of_the_product_lock_nothing_for_long() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/lint_migrations.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.AddIndex("zone", INDEX), "AddIndexQuietly"),
        (
            migrations.AddConstraint("zone", models.UniqueConstraint(fields=["name"], name="zone_unique")),
            "les écritures attendent",
        ),
        (migrations.AddField("zone", "code", models.CharField(max_length=9, unique=True)), "AddIndexQuietly"),
        (migrations.AddField("zone", "school", models.ForeignKey("schools.School", models.CASCADE)), "db_index=False"),
        (migrations.AddField("zone", "known", models.JSONField(default=dict)), "chaque ligne est récrite"),
        (migrations.AlterField("zone", "order", models.BigIntegerField()), "un autre type récrit la table"),
        (migrations.RemoveField("zone", "order"), "la version d'avant"),
        (migrations.RenameField("zone", "order", "rank"), "la version d'avant"),
        (migrations.DeleteModel("zone"), "la version d'avant"),
    ],
)
def test_what_holds_up_a_large_table_or_the_version_before_is_refused(operation, said: str) -> None:
    assert said in told(operation)
    assert told(operation).startswith("schools.0099_later, ")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("zone", "note", models.TextField(null=True)),
        migrations.AddField("zone", "note", models.CharField(max_length=9, default="")),
        AddIndexQuietly("zone", INDEX),
        migrations.AlterModelOptions("zone", {"ordering": ["name"]}),
    ],
)
def test_what_takes_an_instant_is_let_through(operation) -> None:
    assert told(operation) == ""


def test_table_that_the_migration_makes_is_nobody_s_yet() -> None:
    table = migrations.CreateModel("Place", [("name", models.CharField(max_length=9))])
    assert told(table, migrations.AddIndex("place", INDEX)) == ""


def test_rows_rewritten_in_the_transaction_of_the_table_are_refused() -> None:
    column = migrations.AddField("zone", "note", models.TextField(null=True))
    filling = migrations.RunPython(migrations.RunPython.noop)

    assert "deux migrations" in told(column, filling)
    assert told(filling) == told(column, filling, atomic=False) == ""


def test_migration_that_says_why_it_locks_is_let_through() -> None:
    assert list(faults(migration(migrations.DeleteModel("zone")), "table de dix lignes")) == []


def test_words_of_screens_and_a_longer_text_ask_nothing_of_the_rows() -> None:
    short = models.CharField("nom", max_length=9)
    assert is_harmless(short, models.CharField("intitulé", max_length=20, blank=True))
    assert not is_harmless(short, models.CharField("nom", max_length=5))
    assert not is_harmless(short, models.TextField("nom"))
    assert not is_harmless(short, models.CharField("nom", max_length=9, null=True))


@pytest.mark.django_db(transaction=True)
def test_index_is_built_quietly_and_taken_away(settings) -> None:
    from django.db.migrations.loader import MigrationLoader

    state: ProjectState = MigrationLoader(connection).project_state()
    operation = AddIndexQuietly("zone", INDEX)
    after = state.clone()
    operation.state_forwards("schools", after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("schools", editor, state, after)
    assert "zone_by_name" in _indexes()
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("schools", editor, after, state)
    assert "zone_by_name" not in _indexes()


def _indexes() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "schools_zone"))
