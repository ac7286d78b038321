"""What PostgreSQL may answer otherwise than SQLite: the tests that `make test` runs on both.

`pytest --may-differ` runs these modules alone. With REQUIRE_ALL=1, as continuous integration has it, `make test` leaves
the option out and runs every test that asks the database. A module of writes, locks, orders or searches adds its line.
"""

from pathlib import Path

TESTS = Path(__file__).parent
MODULES = (
    # Tables, constraints, indexes, COPY.
    "test_indexes.py",
    "test_migrations.py",
    "test_lint_migrations.py",
    "kit/test_bulk.py",
    "kit/test_prepared.py",
    "kit/test_tenancy.py",
    # Locks, and requests at the same moment.
    "accounts/test_doors.py",
    "entrance/test_store.py",
    "accounts/test_ent_transport.py",
    "accounts/test_links_once.py",
    "accounts/test_login_index.py",
    "bilans/absences/test_pages.py",
    "accounts/test_lost_codes.py",
    "accounts/test_mail.py",
    "accounts/test_shared_counts.py",
    "accounts/test_sign_in.py",
    "documents/test_jobs.py",
    "imports/test_two_at_once.py",
    "referentiels/test_pages.py",
    "socle/test_undo_at_once.py",
    # Every query of every page, once; pages of long lists in the order of the database.
    "pages/test_every_address.py",
    "pages/test_long_lists.py",
    # Policies, which SQLite has not.
    "operation/test_walls.py",
    "pages/test_walls.py",
    # Searches, orders, dates and aggregates.
    "accounts/test_besoins.py",
    "accounts/test_departed.py",
    "accounts/test_guardians.py",
    "accounts/test_spaces.py",
    "exports/test_extraction.py",
    "socle/test_history.py",
    "socle/test_past_grid.py",
    "socle/test_progress.py",
    # JSON, and what is written and deleted by thousands.
    "accounts/test_access.py",
    "accounts/test_grids.py",
    "accounts/test_merging.py",
    "evaluations/test_codes_pages.py",
    "evaluations/test_scale_undo.py",
    "evaluations/test_states_pages.py",
    "exports/test_import_page.py",
    "imports/test_identifiers.py",
    "imports/test_undo.py",
    "imports/test_undo_of_a_college.py",
    "imports/test_validations.py",
    "imports/test_whole_schools.py",
    "operation/test_backup_at_once.py",
    "operation/test_backup_commands.py",
    "operation/test_backup_round_trip.py",
    "operation/test_checking.py",
    "operation/test_leaving.py",
    "operation/test_older_backups.py",
    "referentiels/test_editing.py",
    "referentiels/test_whole_tree.py",
    "schools/test_periods.py",
    "search/test_search.py",
    "socle/test_languages.py",
    "socle/test_undo_save.py",
    "socle/test_validate_items_save.py",
    "socle/test_validate_piliers.py",
)


def may_differ(path: Path) -> bool:
    """Whether a module of tests is one of these; what is not a module of ours is not left out."""
    is_test = path.suffix == ".py" and path.name.startswith("test_") and TESTS in path.parents
    return not is_test or path.relative_to(TESTS).as_posix() in MODULES
