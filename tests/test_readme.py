"""README.md is followed to the letter by strangers: what it says to type works, and no command is left out."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from schools.models import School

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
APPLICATIONS = ("schools", "accounts", "socle", "bilans", "imports", "exports", "operation")
# For developers: `make rights` runs it.
NOT_THE_OPERATORS = {"rights_table", "parts_table", "person_table"}


@pytest.mark.django_db
def test_school_is_opened_by_the_command_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    [example] = re.findall(r"^\./manage\.py (create_school .+)$", README, re.MULTILINE)
    call_command(*shlex.split(example))
    school = School.objects.get()
    assert (school.name, school.town) == ("École Jean Macé", "Lille")
    assert f"n° {school.number}" in capsys.readouterr().out


def test_every_command_of_the_operator_is_in_the_readme() -> None:
    table = README.partition("## Commandes de l'exploitant")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| `(\w+)", table, re.MULTILINE))
    ours = {name for name, application in get_commands().items() if application in APPLICATIONS}
    assert told == ours - NOT_THE_OPERATORS


def test_settings_read_from_the_environment_are_those_of_the_readme() -> None:
    table = README.partition("## Réglages")[2].partition("\n## ")[0]
    code = (ROOT / "sacoche" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"""env\.\w+\(\s*['"]([A-Z_]+)['"]""", code))
    read |= set(re.findall(r"\$\{([A-Z_]+):-", (ROOT / "scripts" / "serve.sh").read_text(encoding="utf-8")))
    told = set(re.findall(r"`([A-Z_]+)`", table))
    # scripts/prepare.py reads DEMO; READONLY_GETS is for developers.
    assert told - read == {"DEMO"}
    assert read - told == {"READONLY_GETS"}
