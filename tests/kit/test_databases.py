"""The database by the names of several machines, and a standby for long reads."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import InternalError

from sacoche.kit.databases import databases, routers
from sacoche.kit.logs import is_out_of_reach
from sacoche.kit.replica import LongReads, beside, is_caught_up, read_aside
from schools.models import School

BOTH = "postgres://sacoche:mot%20de%20passe@base1:5432,base2:5433/ecoles?target_session_attrs=read-write"


def settings_of(url: str, replica: str = "", *, is_pooled: bool = False) -> dict:
    return databases(url, replica=replica, data_dir=Path("/data"), is_pooled=is_pooled)


def test_database_may_be_named_by_two_machines_of_which_one_takes_writes() -> None:
    told = settings_of(BOTH)["default"]

    assert (told["HOST"], told["PORT"], told["NAME"]) == ("base1,base2", "5432,5433", "ecoles")
    assert told["PASSWORD"] == "mot de passe"
    assert told["OPTIONS"]["target_session_attrs"] == "read-write"
    # One that is down is given up in time to try the other.
    assert told["OPTIONS"]["connect_timeout"] == 5
    assert told["CONN_HEALTH_CHECKS"]


def test_without_an_address_the_database_is_a_file_of_the_data_folder_and_has_no_standby() -> None:
    told = settings_of("")

    assert told.keys() == {"default"}
    assert told["default"]["NAME"] == "/data/sacoche.sqlite3"
    assert routers("") == []
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL demande PostgreSQL"):
        settings_of("", "postgres://replique/ecoles")


def test_standby_is_not_waited_for_and_pools_alike() -> None:
    told = settings_of(BOTH, "postgres://replique/ecoles", is_pooled=True)

    assert told["replica"]["OPTIONS"]["connect_timeout"] == 2
    assert [each["DISABLE_SERVER_SIDE_CURSORS"] for each in told.values()] == [True, True]


def test_standby_too_is_told_which_school_is_open_behind_walls() -> None:
    told = databases(
        BOTH, replica="postgres://replique/ecoles", data_dir=Path("/data"), is_pooled=False, is_walled=True
    )

    assert {each["ENGINE"] for each in told.values()} == {"sacoche.kit.walls"}
    # A cursor that stays open would fetch its next rows without saying it again.
    assert all(each["DISABLE_SERVER_SIDE_CURSORS"] for each in told.values())


@pytest.mark.parametrize(
    ("state", "is_away"),
    [("25006", True), ("25P02", True), ("XX000", False), ("", False)],
    ids=["takes no writes any more", "lost its transaction", "went wrong", "says nothing"],
)
def test_machine_that_cannot_hold_a_transaction_is_out_of_reach(state: str, is_away: bool) -> None:
    error = InternalError("refused")
    error.__cause__ = Answered(state)

    assert is_out_of_reach(error) == is_away


class Answered(Exception):
    """What the driver raised, with the code that the database gave."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def test_without_a_standby_long_reads_ask_the_database(db: None) -> None:
    assert not is_caught_up()
    assert read_aside(lambda: School.objects.count()) == 0


def test_whoever_writes_in_a_long_read_reads_there_what_he_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sacoche.kit.replica.is_caught_up", lambda: True)
    router = LongReads()

    def reading() -> list[str]:
        before = router.db_for_read(School)
        outside = beside(lambda: router.db_for_read(School))()
        written = router.db_for_write(School)
        return [before, outside, written, router.db_for_read(School)]

    assert read_aside(reading) == ["replica", "default", "default", "default"]
    assert router.db_for_read(School) == "default"
    assert [router.allow_migrate(each, "schools") for each in ("default", "replica")] == [True, False]
