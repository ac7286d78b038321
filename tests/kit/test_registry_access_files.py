"""The small tools: registry, access marks, journal, private files."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from accounts.models import Account, JournalEntry
from sacoche.kit import journal
from sacoche.kit import private as files
from sacoche.kit.access import may
from sacoche.kit.registry import Registry, UnknownCode


@dataclass(eq=False)
class Thing:
    code: str


def test_registry_keeps_order_and_refuses_a_code_twice() -> None:
    registry: Registry[Thing] = Registry("things")
    first, second = registry.register(Thing("b")), registry.register(Thing("a"))
    assert list(registry) == [first, second]
    assert registry.get("a") == second
    with pytest.raises(ValueError, match="registered twice"):
        registry.register(Thing("a"))
    with pytest.raises(UnknownCode):
        registry.get("c")


def test_rights_follow_the_profile(admin: Account, teacher: Account) -> None:
    assert (may(admin, "imports.run"), may(teacher, "imports.run")) == (True, False)
    assert (may(admin, "socle.validate_items"), may(teacher, "socle.validate_items")) == (False, True)


def test_journal_keeps_the_name_of_the_author(admin: Account) -> None:
    journal.record("accounts.activate", actor=admin, school=admin.school)
    line = JournalEntry.objects.get()
    assert (line.actor, line.actor_label, line.code) == (admin, "MARCHAND Claire (administrateur)", "accounts.activate")


def test_journal_refuses_a_verb_that_nobody_declared(admin: Account) -> None:
    with pytest.raises(UnknownCode):
        journal.record("nothing.known", actor=admin, school=admin.school)


def test_private_files_are_closed_to_other_users_of_the_machine(data_dir: Path) -> None:
    folder = files.private_dir("imports", "abc")
    files.write_private(folder / "liste.csv", b"secret")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "liste.csv").stat().st_mode) == 0o600
    files.delete_private_dir("imports", "abc")
    assert list((data_dir / "imports").iterdir()) == []


@pytest.mark.parametrize("key", ["", "..", "a/b", ".cache", "../etc"])
def test_private_folder_with_an_unsafe_name_is_refused(data_dir: Path, key: str) -> None:
    with pytest.raises(ValueError, match="unsafe"):
        files.private_dir("imports", key)


def test_private_file_deleted_meanwhile_reads_as_gone(data_dir: Path) -> None:
    path = files.private_dir("exports", "abc") / "content"
    assert files.open_private(path) is None
    files.write_private(path, b"secret")
    content = files.open_private(path)
    assert content is not None
    with content:
        assert content.read() == b"secret"


def test_private_folders_left_alone_are_told_without_those_deleted_meanwhile(data_dir: Path) -> None:
    assert files.private_keys_left_since("exports", 2.0) == []
    for key, moment in (("old", 1.0), ("recent", 3.0)):
        os.utime(files.private_dir("exports", key), (moment, moment))
    # Listed, then nothing there: what another purge leaves of a folder.
    (data_dir / "exports" / "gone").symlink_to(data_dir / "nowhere")
    assert files.private_keys_left_since("exports", 2.0) == ["old"]
