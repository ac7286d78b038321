"""manage.py import_sacoche: a backup looked at, taken, refused, from the command line."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Account, PupilPhoto
from evaluations.models import Mark
from imports.models import MoveIn
from tests.imports.sacoche.writer import DATA


def test_command_says_what_would_be_taken_then_takes_it(school, capsys, tmp_path):
    path = tmp_path / "renommee.zip"
    path.write_bytes((DATA / "2012.zip").read_bytes())
    call_command("import_sacoche", "--school", "1", "--dry-run", str(path))
    told = capsys.readouterr().out
    assert "Rien n'a été écrit." in told
    assert not Account.objects.exists()
    call_command("import_sacoche", "--school", "1", str(path))
    assert Mark.objects.count() == 2653
    with pytest.raises(CommandError, match="espace vide"):
        call_command("import_sacoche", "--school", "1", str(path))


def test_command_takes_photos_when_it_is_told_to(school):
    call_command("import_sacoche", "--school", "1", "--with", "accounts.photos", str(DATA / "2017.zip"))
    assert PupilPhoto.objects.get().pupil.full_name == "BOULANGER Louis"


def test_command_refuses_what_is_no_backup_and_leaves_nothing(school, tmp_path):
    path = tmp_path / "faux.zip"
    path.write_bytes(b"PK")
    with pytest.raises(CommandError):
        call_command("import_sacoche", "--school", "1", str(path))
    assert not MoveIn.objects.exists()
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_sacoche", "--school", "1", str(tmp_path / "rien.zip"))


def test_command_tells_everything_to_a_program(school, capsys):
    call_command("import_sacoche", "--school", "1", "--dry-run", "--json", str(DATA / "2012-bizarre.zip"))
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["boxes"]["aside"], told["figures"]["marks"]) == (6071, 31, 2660)
    assert sum(line["fate"] == "aside" for line in told["lines"]) == 31
