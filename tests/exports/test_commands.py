"""The commands of exchange, which call what the pages call."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from tests.exports.conftest import JUNE_14, decide
from tests.factories import AccountFactory, SchoolClassFactory


def run(*arguments: str) -> tuple[str, str]:
    output, errors = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=output, stderr=errors)
    return output.getvalue(), errors.getvalue()


def export(path: Path, *arguments: str) -> str:
    return run("export_validations", "--school", "1", *arguments, str(path))[0]


def test_export_validations_writes_the_archive(cm2: SchoolClass, tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    assert export(path) == "1 décision de compétence, 3 décisions d'items, 2 élèves\n"
    assert zipfile.ZipFile(path).namelist() == ["import_validations.xml"]


def test_export_validations_of_some_classes(cm2: SchoolClass, tmp_path: Path) -> None:
    other = SchoolClassFactory(niveau="CM2", reference="CM2_B")
    decide(AccountFactory(school_class=other), 2111)
    assert export(tmp_path / "a.zip", "--class", "CM2_B").endswith(" 1 élève\n")
    assert export(tmp_path / "b.zip", "--class", "CM2_B", "--class", "CM2_A").endswith(" 3 élèves\n")
    assert export(tmp_path / "c.zip", "--class", "CM2_A", "CM2_B").endswith(" 3 élèves\n")
    assert export(tmp_path / "d.zip", "--class=CM2_A").endswith(" 2 élèves\n")


def test_export_validations_refusals(cm2: SchoolClass, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Aucune classe de .* n'a la référence CE9"):
        export(tmp_path / "out.zip", "--class=CE9")
    with pytest.raises(CommandError, match="Aucun établissement n'a le numéro 7"):
        run("export_validations", "--school", "7", str(tmp_path / "out.zip"))
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        export(tmp_path / "missing" / "out.zip")
    Account.objects.filter(login__in=["lea", "tom"]).update(left_on=JUNE_14)
    with pytest.raises(CommandError, match="rien à exporter"):
        export(tmp_path / "out.zip", "--class=CM2_A")
    with pytest.raises(CommandError, match="Donnez le fichier à écrire"):
        run("export_validations", "--school", "1")
    assert list(tmp_path.glob("out*")) == []


def test_import_validations_tells_pupil_by_pupil(cm2: SchoolClass, other_school: School, tmp_path: Path) -> None:
    path = tmp_path / "import-sacoche.zip"
    export(path)
    with school_scope(other_school):
        AccountFactory(last_name="MICHEL", first_name="Tom")
    command = ("import_validations", "--school", "2", str(path))
    assert run(*command)[0].splitlines() == [
        "modifié (2) : MICHEL Tom",
        "ignoré : MÉNARD Léa (aucun élève actif de ce nom)",
        "2 validations importées ; élèves : 1 modifiés, 0 inchangés, 1 ignorés ; 0 ligne refusée",
    ]
    assert run(*command)[0].startswith("inchangé : MICHEL Tom\n")


def test_import_validations_refusals(school: School, tmp_path: Path) -> None:
    path = tmp_path / "classe.csv"
    path.write_text("a;b")
    with pytest.raises(CommandError, match=r"ni un \.zip ni un \.xml"):
        run("import_validations", "--school", "1", str(path))
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        run("import_validations", "--school", "1", str(tmp_path / "absent.zip"))


def test_extract_users_gives_every_account_in_columns(cm2: SchoolClass, admin: Account) -> None:
    Account.objects.filter(login="tom").update(elenoet="0042", reference="123ABC", left_on=JUNE_14)
    Account.objects.filter(login="lea").update(last_name='=1+1;"')
    assert run("extract_users", "--school", "1")[0].splitlines() == [
        "profil;nom;prenom;login;classe_ref;classe_nom;id_sconet;elenoet;reference;actif",
        "ADM;MARCHAND;Claire;admin;;;;;;1",
        'ELV;"\'=1+1;""";Léa;lea;CM2_A;[CM2] A;;;;1',
        "ELV;MICHEL;Tom;tom;CM2_A;[CM2] A;77;0042;123ABC;0",
        "ELV;ZIDI;Ali;ali;CM2_A;[CM2] A;;;;1",
    ]


def test_extract_users_of_another_school_are_not_there(cm2: SchoolClass, other_school: School) -> None:
    assert len(run("extract_users", "--school", "2")[0].splitlines()) == 1
