"""« Venir de SACoche »: a backup is read as data, whole, or refused in words."""

import csv
import datetime
import io
import itertools
import json
from collections import Counter
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from imports.sacoche.backup import NEEDED, Record, open_backup
from imports.sacoche.declarations import read_declaration
from imports.sacoche.faults import NotABackup
from imports.sacoche.statements import Piece
from imports.sacoche.summary import Summary, describe
from tests.imports.sacoche.writer import DATA, files_of, table_of_2012, table_of_2017, zipped

TODAY = datetime.date(2026, 11, 30)
BACKUPS = ["2012", "2017", "2012-bizarre"]
Files = dict[str, bytes]


def summary_of(name: str) -> Summary:
    with (DATA / f"{name}.zip").open("rb") as file, open_backup(file) as backup:
        return describe(backup, today=TODAY)


def records(name: str, table: str) -> list[Record]:
    with (DATA / f"{name}.zip").open("rb") as file, open_backup(file) as backup:
        return list(backup.records(table))


@pytest.mark.parametrize("name", BACKUPS)
def test_every_row_of_every_table_is_read_v1_v2_v34(name: str) -> None:
    with (DATA / "rows_in_files.tsv").open(encoding="utf-8") as stream:
        expected = {each["table"]: each[name] for each in csv.DictReader(stream, delimiter="\t")}
    summary = summary_of(name)
    assert {f"sacoche_{table}": str(rows) for table, rows in summary.rows.items()} == {
        table: rows for table, rows in expected.items() if rows
    }
    assert summary.unread == 0


def test_backup_of_2012_says_its_version_its_school_and_its_people_v1_v3_v11() -> None:
    summary = summary_of("2012")
    assert (summary.version, summary.school, summary.uai) == (
        datetime.date(2012, 2, 23),
        "École du Banc",
        "0751234J",
    )
    assert summary.people == Counter(ELV=15, TUT=6, ENS=4, DIR=1, ADM=1)
    assert summary.left == Counter(ELV=1, ENS=1)
    assert summary.marks == Counter(RR=61, R=602, V=988, VV=694, ABS=131, DISP=82, NN=95)
    assert summary.orphan_marks == 810


def test_backup_of_2017_says_its_version_its_people_and_its_marks_v2_v23_v24() -> None:
    summary = summary_of("2017")
    assert summary.version == datetime.date(2017, 9, 19)
    assert summary.people == Counter(ELV=15, TUT=4, ENS=4, ADM=1, DIR=1, DOC=1, EDU=1)
    assert summary.left == Counter(ELV=1, ENS=1)
    codes = {"1": 61, "2": 602, "3": 988, "4": 694, "AB": 82, "DI": 46, "NE": 38, "NF": 41, "NN": 60, "NR": 40}
    assert summary.marks == Counter(codes)
    assert summary.orphan_marks == 825


def test_texts_keep_their_lines_and_their_backslashes_v33() -> None:
    comments = {each["item_id"]: each["item_comm"] for each in records("2017", "referentiel_item")}
    assert comments["2"] == "Échelle :\r\n1 = avec aide ; 2 = « seul »"
    assert comments["3"] == 'Un chemin C:\\\\temp\\\\ et des "guillemets"'


def test_row_that_ends_with_a_backslash_is_read_by_its_number_of_columns_v35() -> None:
    titles = {each["devoir_id"]: each["devoir_info"] for each in records("2012-bizarre", "devoir")}
    assert len(titles) == 25
    assert titles["801"] == "Titre fini par une barre \\"
    people = {each["user_id"]: each for each in records("2012-bizarre", "user")}
    assert (people["408"]["user_nom"], people["408"]["user_prenom"]) == ('A\\B "dit" L\'AUTRE', "Jo\\")


def read_back(write: Callable[..., bytes], digits: int, rows: list[list[str]]) -> list[tuple[str, ...]]:
    columns = ["t_id", *(f"t_{rank}" for rank in range(len(rows[0]) - 1))]
    lines = io.TextIOWrapper(io.BytesIO(write("sacoche_t", columns, rows)), encoding="utf-8", newline="")
    piece = Piece(name="dump_sacoche_t.sql", table="sacoche_t", digits=digits, lines=lines)
    assert piece.declaration
    assert piece.declaration.columns == tuple(columns)
    return list(piece.rows(len(columns)))


TYPED = st.text(st.sampled_from("ab é\"\\(),;\r\n'0NUL"), max_size=12)
ROWS = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TYPED, min_size=width, max_size=width), min_size=1))


@given(ROWS)
def test_whatever_was_typed_comes_back_from_the_writing_of_2017(rows: list[list[str]]) -> None:
    numbered = [[str(rank + 1), *row] for rank, row in enumerate(rows)]
    assert read_back(table_of_2017, 4, numbered) == [tuple(row) for row in numbered]


@given(ROWS)
def test_whatever_was_typed_without_backslash_comes_back_from_the_writing_of_2012(rows: list[list[str]]) -> None:
    numbered = [[str(rank + 1), *(value.replace("\\", "/") for value in row)] for rank, row in enumerate(rows)]
    assert read_back(table_of_2012, 3, numbered) == [tuple(row) for row in numbered]


@pytest.mark.parametrize(
    "row",
    [
        ["1", "A\\", "B"],
        ["1", "A", "B\\"],
        ["1", "A\\", "B\\"],
        ["1", "C:\\t\\x", 'dit "B"'],
        ["1", "fin ),\r\n(", "B"],
    ],
)
@pytest.mark.parametrize("write", [table_of_2012, table_of_2017])
def test_backslashes_and_ends_of_rows_in_a_text_move_no_column(write: Callable[..., bytes], row: list[str]) -> None:
    around = [["0", "avant", "x"], row, ["2", "après", "y"]]
    assert read_back(write, 4 if write is table_of_2017 else 3, around) == [tuple(each) for each in around]


def test_row_with_too_few_values_is_set_aside_and_the_others_read() -> None:
    files = files_of("2012")
    files["dump_sacoche_periode_000.sql"] = files["dump_sacoche_periode_000.sql"].replace(b'("1","1",', b'("1",', 1)
    with open_backup(zipped(files)) as backup:
        periods = list(backup.records("periode"))
        [unread] = backup.unread
    assert [each["periode_id"] for each in periods] == ["2"]
    assert (unread.file, unread.text.startswith('("1","Trimestre 1"')) == ("dump_sacoche_periode_000.sql", True)


def test_tables_in_several_files_are_read_in_their_order() -> None:
    files = files_of("2012")
    data = files.pop("dump_sacoche_user_000.sql")
    head, body = data.split(b" VALUES \r\n")
    rows = body.split(b",\r\n(")
    end = b";\r\nALTER TABLE sacoche_user ENABLE KEYS;\r\n"
    files["dump_sacoche_user_000.sql"] = head + b" VALUES \r\n" + b",\r\n(".join(rows[:20]) + end
    files["dump_sacoche_user_001.sql"] = b"INSERT INTO sacoche_user VALUES \r\n(" + b",\r\n(".join(rows[20:])
    with open_backup(zipped(files)) as backup:
        assert list(backup.records("user")) == records("2012", "user")


def test_declaration_is_read_whatever_the_server_that_wrote_it() -> None:
    older = (
        "  `user_id` mediumint(8) unsigned NOT NULL AUTO_INCREMENT,\n"
        "  `user_nom` varchar(25) COLLATE utf8_unicode_ci NOT NULL DEFAULT '' COMMENT 'VALUES, (KEY) ; d''or',\n"
        "  PRIMARY KEY (`user_id`),\n  UNIQUE KEY `login` (`user_nom`)\n"
        ") ENGINE=InnoDB  DEFAULT CHARSET=utf8 AUTO_INCREMENT=12 COLLATE=utf8_unicode_ci;\n"
    )
    declaration = read_declaration(older.splitlines(keepends=True))
    assert (declaration.columns, declaration.engine, declaration.next_number) == (("user_id", "user_nom"), "InnoDB", 12)


def _without(name: str) -> Callable[[Files], None]:
    return lambda files: files.pop(name) and None


def _replaced(name: str, before: bytes, after: bytes) -> Callable[[Files], None]:
    def meddle(files: Files) -> None:
        assert before in files[name]
        files[name] = files[name].replace(before, after, 1)

    return meddle


def _added(name: str, data: bytes = b"") -> Callable[[Files], None]:
    return lambda files: files.update({name: data})


def _renamed(before: str, after: str) -> Callable[[Files], None]:
    return lambda files: files.update({after: files.pop(before)})


MARKS, PERIODS = "dump_sacoche_saisie_000.sql", "dump_sacoche_periode_000.sql"
MEDDLED = {
    "a file renamed": (_renamed(MARKS, "saisie.sql"), "« saisie.sql »"),
    "a first piece taken out": (_renamed(MARKS, "dump_sacoche_saisie_001.sql"), f"Il manque le fichier « {MARKS} »"),
    "a table taken out": (_without(MARKS), "Il manque la table « sacoche_saisie »"),
    "a text added": (_added("lisez-moi.txt"), "« lisez-moi.txt »"),
    "a folder": (_renamed(MARKS, "dossier/" + MARKS), f"« dossier/{MARKS} »"),
    "an UPDATE": (_replaced(MARKS, b"INSERT INTO", b"UPDATE"), f"Le fichier « {MARKS} » contient autre chose"),
    "a statement after": (_replaced(PERIODS, b"ENABLE KEYS;", b"ENABLE KEYS;\r\nDROP TABLE a;"), "« DROP TABLE a; »"),
    "a statement between": (
        _replaced(PERIODS, b'");\r\nALTER', b'");\r\nDELETE FROM a;\r\nALTER'),
        "« DELETE FROM a; »",
    ),
    "a statement before": (_replaced(PERIODS, b"DROP TABLE", b"SET a=1;\r\nDROP TABLE"), "« SET a=1; »"),
    "a comment that executes": (
        _replaced(PERIODS, b"DROP TABLE", b"/*!40000 x */;\r\nDROP TABLE"),
        "« /*!40000 x */; »",
    ),
    "the table of another": (_replaced(PERIODS, b"INTO sacoche_periode", b"INTO sacoche_user"), "autre chose"),
    "rows cut short": (lambda files: files.update({MARKS: files[MARKS][:5000]}), "s'arrête au milieu"),
    "Western letters": (_replaced(PERIODS, b"Trimestre", "Trimestré".encode("cp1252")), "n'est pas écrit en UTF-8"),
    "no version": (_replaced("dump_sacoche_parametre_000.sql", b"version_base", b"version_inde"), "La version"),
    "no such day": (_replaced("dump_sacoche_parametre_000.sql", b"2012-02-23", b"2012-02-33"), "La version"),
    "a column of another version": (_replaced(MARKS, b"  saisie_note ", b"  saisie_sorte "), "« saisie_note »"),
    "several schools": (
        _added("dump_SACoche_12_2026-11-30_10-22-34_2099323069.zip"),
        "plusieurs établissements : prenez-y le fichier du vôtre (« dump_SACoche_12_",
    ),
}


@pytest.mark.parametrize(("meddle", "sentence"), MEDDLED.values(), ids=MEDDLED)
def test_meddled_backup_is_refused_naming_the_file_v37(meddle: Callable[[Files], None], sentence: str) -> None:
    files = files_of("2012")
    meddle(files)
    with pytest.raises(NotABackup) as refused, open_backup(zipped(files)) as backup:
        describe(backup, today=TODAY)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04" + b"\0" * 40], ids=["empty", "a PDF", "no index"])
def test_file_that_is_no_archive_is_refused_v37(data: bytes) -> None:
    with pytest.raises(NotABackup, match="illisible ou abîmée"), open_backup(io.BytesIO(data)):
        pass


def test_archive_cut_in_two_is_refused_v37() -> None:
    whole = (DATA / "2012.zip").read_bytes()
    with pytest.raises(NotABackup, match="illisible ou abîmée"), open_backup(io.BytesIO(whole[: len(whole) // 2])):
        pass


def test_archive_that_expands_beyond_measure_is_refused_before_it_is_read() -> None:
    files = files_of("2012") | {"dump_sacoche_user_001.sql": b"0" * 8_000_000}
    with pytest.raises(NotABackup, match="200 fois sa taille"), open_backup(zipped(files)):
        pass


@pytest.mark.parametrize("table", NEEDED)
def test_no_table_of_the_school_may_be_missing(table: str) -> None:
    files = {name: data for name, data in files_of("2012").items() if f"sacoche_{table}_0" not in name}
    with pytest.raises(NotABackup, match=f"sacoche_{table} "), open_backup(zipped(files)):
        pass


def test_newer_backup_is_taken_with_a_warning_and_tables_that_may_lack_rows_are_told() -> None:
    files = files_of("2012")
    _replaced("dump_sacoche_parametre_000.sql", b"2012-02-23", b"2019-01-07")(files)
    _replaced(PERIODS, b"ENGINE=MyISAM", b"ENGINE=InnoDB")(files)
    _replaced("dump_sacoche_user_000.sql", b"AUTO_INCREMENT=", b"AUTO_INCREMENT=9")(files)
    with open_backup(zipped(files)) as backup:
        told = " ".join(describe(backup, today=TODAY).warnings)
    for words in (
        "version du 07/01/2019",
        "« periode » est d'une sorte (InnoDB)",
        "Table « user » : le dernier numéro",
    ):
        assert words in told


def test_operator_reads_what_a_backup_holds_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_sacoche_backup", str(DATA / "2017.zip"), "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["people"]["ELV"], told["rows"]["saisie"]) == ("2017-09-19", 15, 2652)
    call_command("read_sacoche_backup", str(DATA / "2012.zip"))
    lines = capsys.readouterr().out.splitlines()
    assert list(itertools.islice(lines, 2)) == ["École du Banc (0751234J)", "Version du 23/02/2012, 28 tables"]
    with pytest.raises(CommandError, match="illisible ou abîmée"):
        call_command("read_sacoche_backup", str(DATA / "rows_in_files.tsv"))
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("read_sacoche_backup", str(DATA / "absent.zip"))
