"""Importing validations: who is recognised, what is written, what is reported."""

import datetime
import io
import zipfile
from typing import Any

import pytest

from accounts.models import Account, JournalEntry
from imports.validations import ImportReport, import_validations, origins
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.exchange import Decision, PupilRecord, UnreadableFile, write_archive
from socle.models import ItemChange, ItemValidation, PilierChange, PilierValidation
from tests.factories import AccountFactory

JUNE_14 = datetime.date(2012, 6, 14)
JUNE_15 = datetime.date(2012, 6, 15)
JUNE_16 = datetime.date(2012, 6, 16)
FEBRUARY_1 = datetime.date(2010, 2, 1)


def archive(*pupils: PupilRecord) -> io.BytesIO:
    stream = io.BytesIO()
    write_archive(stream, pupils, at=datetime.datetime(2012, 6, 16, tzinfo=datetime.UTC))
    return stream


def record(name: tuple[str, str] = ("MARTIN", "Zoé"), *, sconet_id: int = 0) -> PupilRecord:
    return PupilRecord(sconet_id, *name, [Decision(8, 2111, 1, JUNE_15, "DURAND P.")])


def run(
    school: School, *pupils: PupilRecord, actor: Account | None = None, origin: str = "sacoche", file: Any = None
) -> ImportReport:
    content = file or archive(*pupils)
    name = "import-sacoche.zip"
    return import_validations(school=school, actor=actor, file=content, name=name, origin=origins.get(origin))


def run_xml(school: School, text: str, origin: str = "sacoche") -> ImportReport:
    content = io.BytesIO(text.encode())
    return import_validations(
        school=school, actor=None, file=content, name="validations.xml", origin=origins.get(origin)
    )


def outcome(report: ImportReport) -> tuple[list[tuple[str, int]], list[str], list[tuple[str, str]]]:
    """(modified with their counts, unchanged, ignored with their reasons)"""
    return (
        [(each.name, each.imported) for each in report.modified],
        [each.name for each in report.unchanged],
        [(each.name, each.reason) for each in report.ignored],
    )


def stored_items() -> list[tuple[int, int, datetime.date, str]]:
    rows = ItemValidation.objects.order_by("item_id")
    return list(rows.values_list("item_id", "state", "decided_on", "author_label"))


# --- What is written --------------------------------------------------------------------------------------------------
def test_import_worked_example_inserts_replaces_and_keeps(school: School, pupil: Account) -> None:
    ItemValidation.objects.create(pupil=pupil, item_id=2112, state=0, decided_on=JUNE_15, author_label="A")
    ItemValidation.objects.create(pupil=pupil, item_id=2113, state=1, decided_on=JUNE_15, author_label="A")
    PilierValidation.objects.create(pupil=pupil, pilier_id=8, state=0, decided_on=JUNE_15, author_label="A")
    decisions = [
        Decision(8, 2112, 1, JUNE_16, "B"),
        Decision(8, 2113, 0, JUNE_15, "B"),
        Decision(8, None, 1, JUNE_16, "B"),
        Decision(8, 2115, 1, FEBRUARY_1, "B"),
    ]
    file = PupilRecord(0, "MARTIN", "Zoé", decisions)

    report = run(school, file)

    assert outcome(report) == ([("MARTIN Zoé", 3)], [], [])
    assert stored_items() == [(2112, 1, JUNE_16, "B"), (2113, 1, JUNE_15, "A"), (2115, 1, FEBRUARY_1, "B")]
    assert PilierValidation.objects.values_list("state", "decided_on", "author_label").get() == (1, JUNE_16, "B")
    assert outcome(run(school, file)) == ([], ["MARTIN Zoé"], [])


def test_import_older_file_changes_nothing(school: School, pupil: Account) -> None:
    ItemValidation.objects.create(pupil=pupil, item_id=2111, state=0, decided_on=JUNE_16, author_label="A")
    assert outcome(run(school, record())) == ([], ["MARTIN Zoé"], [])
    assert stored_items() == [(2111, 0, JUNE_16, "A")]


def test_import_leaves_a_line_of_history_for_each_change(school: School, pupil: Account, admin: Account) -> None:
    ItemValidation.objects.create(pupil=pupil, item_id=2111, state=0, decided_on=JUNE_14, author_label="A")
    decisions = [Decision(8, 2111, 1, JUNE_15, "B"), Decision(8, None, 0, JUNE_15, "B")]
    run(school, PupilRecord(0, "MARTIN", "Zoé", decisions), actor=admin)
    columns = ("before", "after", "before_on", "before_label", "gesture", "actor_label", "batch")
    of_item, of_pilier = ItemChange.objects.get(item=2111), PilierChange.objects.get(pilier=8)
    batch = of_item.batch
    assert [getattr(of_item, name) for name in columns] == [0, 1, JUNE_14, "A", "import", "MARCHAND C.", batch]
    assert [getattr(of_pilier, name) for name in columns] == [2, 0, None, "", "import", "MARCHAND C.", batch]


def test_import_is_in_the_journal_and_nothing_is_when_nothing_changed(school: School, pupil: Account) -> None:
    run(school, record())
    run(school, record())
    entries = JournalEntry.objects.filter(code="imports.validations").values_list("details", flat=True)
    assert list(entries) == [{"decisions": 1, "pupils": 1}]


def test_import_locked_competence_turned_negative_is_reported(school: School, pupil: Account) -> None:
    PilierValidation.objects.create(pupil=pupil, pilier_id=8, state=1, decided_on=JUNE_14)
    report = run(school, PupilRecord(0, "MARTIN", "Zoé", [Decision(8, None, 0, JUNE_15, "B")]))
    assert report.unlocked == ["MARTIN Zoé : Compétence 1 – La maîtrise de la langue française"]
    assert PilierValidation.objects.get().state == 0


def test_import_into_an_inactive_palier_is_accepted(school: School, pupil: Account) -> None:
    report = run(school, PupilRecord(0, "MARTIN", "Zoé", [Decision(1, 111, 1, JUNE_15, "B")]))
    assert report.imported == 1


def test_import_pupil_named_twice_keeps_the_latest_and_is_said_once(school: School, pupil: Account) -> None:
    first = PupilRecord(0, "MARTIN", "Zoé", [Decision(8, 2111, 0, JUNE_16, "B")])
    assert outcome(run(school, first, record())) == ([("MARTIN Zoé", 1)], [], [])
    assert stored_items() == [(2111, 0, JUNE_16, "B")]


# --- Who is recognised ------------------------------------------------------------------------------------------------
def test_import_sconet_identifier_wins_over_the_name(school: School, pupil: Account) -> None:
    known = AccountFactory(last_name="AUTRE", first_name="Nom", sconet_id=77)
    assert outcome(run(school, record(sconet_id=77))) == ([("MARTIN Zoé", 1)], [], [])
    assert ItemValidation.objects.get().pupil == known
    known.refresh_from_db()
    assert known.full_name == "AUTRE Nom"


def test_import_unknown_identifier_falls_back_on_the_name(school: School, pupil: Account) -> None:
    assert outcome(run(school, record(sconet_id=77))) == ([("MARTIN Zoé", 1)], [], [])


def test_import_name_is_compared_cleaned(school: School, pupil: Account) -> None:
    assert outcome(run(school, record((" martin", "ZOÉ")))) == ([("martin ZOÉ", 1)], [], [])


def test_import_accents_count(school: School, pupil: Account) -> None:
    assert outcome(run(school, record(("MARTIN", "Zoe")))) == ([], [], [("MARTIN Zoe", "aucun élève actif de ce nom")])


def test_import_namesakes_are_ignored(school: School, pupil: Account) -> None:
    AccountFactory(last_name="MARTIN", first_name="Zoé")
    assert outcome(run(school, record())) == ([], [], [("MARTIN Zoé", "plusieurs élèves ont ce nom")])
    assert stored_items() == []


def test_import_active_namesake_of_one_who_left_is_recognised(school: School, pupil: Account) -> None:
    AccountFactory(last_name="MARTIN", first_name="Zoé", left_on=JUNE_14)
    run(school, record())
    assert ItemValidation.objects.get().pupil == pupil


def test_import_pupil_who_left_is_ignored(school: School) -> None:
    AccountFactory(last_name="MARTIN", first_name="Zoé", left_on=JUNE_14, sconet_id=77)
    assert outcome(run(school, record(sconet_id=77)))[2] == [("MARTIN Zoé", "aucun élève actif de ce nom")]


def test_import_adult_of_the_same_name_is_not_a_pupil(school: School) -> None:
    AccountFactory(profile="ENS", last_name="MARTIN", first_name="Zoé")
    assert outcome(run(school, record()))[2] == [("MARTIN Zoé", "aucun élève actif de ce nom")]


def test_import_name_once_cut_at_25_is_recognised(school: School) -> None:
    whole = AccountFactory(last_name="DES FORÊTS DE MONTAIGNAC-LAVIGNE", first_name="Zoé")
    assert outcome(run(school, record(("DES FORÊTS DE MONTAIGNAC-", "Zoé"))))[0][0][1] == 1
    assert ItemValidation.objects.get().pupil == whole
    assert len(run(school, record(("DES FORÊTS DE MONTAIGNAC", "Zoé"))).ignored) == 1


def test_import_pupil_of_another_school_is_not_recognised(school: School, other_school: School) -> None:
    with school_scope(other_school):
        AccountFactory(last_name="MARTIN", first_name="Zoé", sconet_id=77)
    assert len(run(school, record(sconet_id=77)).ignored) == 1


# --- What is reported -------------------------------------------------------------------------------------------------
XML = """<?xml version="1.0" encoding="UTF-8"?>
<sacoche><donnees>
<eleve id="0" nom="MARTIN" prenom="Zoé"><palier id="2"><competence id="8">
<item id="2111"><renseignement><date>15/06/2012</date><etat>1</etat></renseignement></item>
<item id="2112"><renseignement><date>2012-06-15</date></renseignement></item>
</competence></palier></eleve>
</donnees></sacoche>
"""


@pytest.mark.parametrize("origin", ["sacoche", "compatible"])
def test_import_refused_row_is_named_and_the_rest_goes_in(school: School, pupil: Account, origin: str) -> None:
    report = run_xml(school, XML, origin)
    assert [(each.line, each.pupil) for each in report.problems] == [(4, "MARTIN Zoé")]
    assert outcome(report)[0] == [("MARTIN Zoé", 1)]
    assert stored_items() == [(2112, 1, JUNE_15, f"import_{origin}")]


def test_import_file_without_pupil_says_so(school: School) -> None:
    assert run_xml(school, '<?xml version="1.0"?><sacoche><donnees/></sacoche>').is_empty


def test_import_keeps_some_problems_and_counts_all(school: School, pupil: Account) -> None:
    row = XML.splitlines()[3]
    report = run_xml(school, XML.replace(row, row * 600))
    assert (len(report.problems), report.problem_count, report.unshown_problems) == (500, 600, 100)


def test_import_file_cut_short_writes_nothing(school: School, pupil: Account) -> None:
    with pytest.raises(UnreadableFile, match="mal formé"):
        run_xml(school, XML[: XML.index("</donnees>")])
    assert stored_items() == []
    assert (ItemChange.objects.count(), PilierChange.objects.count()) == (0, 0)


def test_import_leaves_no_file_behind(school: School, pupil: Account, data_dir: Any) -> None:
    run(school, record())
    with pytest.raises(UnreadableFile):
        run(school, file=io.BytesIO(b"PK\x03\x04 broken"))
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_import_bomb_and_traversal_are_refused(school: School) -> None:
    for name, content in (
        ("import_validations.xml", b"<sacoche>" + b" " * 80_000_000),
        ("../../import_validations.xml", b"<sacoche/>"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr(name, content)
        with pytest.raises(UnreadableFile):
            run(school, file=stream)


def test_import_number_of_queries_does_not_grow_with_decisions(
    school: School, pupil: Account, django_assert_max_num_queries: Any
) -> None:
    decisions = [Decision(8, number, 1, JUNE_15, "X") for number in (2111, 2112, 2113, 2114, 2115)]
    with django_assert_max_num_queries(16):
        run(school, PupilRecord(0, "MARTIN", "Zoé", decisions))
