"""A collège: its pupils, guardians and teachers by the files of the ministry, an import undone, a file of 5 MB."""

from collections.abc import Iterator
from functools import partial
from itertools import count as numbers

from bench import college
from bench.browser import Browser
from bench.college import Origin
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.wizard import import_file
from bench.world import Visitor, new_school
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau

_PUPILS, _GUARDIANS, _TEACHERS = 1200, 2000, 120
# What makes ElevesSansAdresses.xml weigh 5 MB.
_PUPILS_OF_5_MB = 3700
_UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_schools = numbers(1)


def _new_college() -> tuple[School, Origin]:
    school = new_school()
    number = 5_790_000 + next(_schools)
    school.uai = f"{number}{_UAI_LETTERS[number % 23]}"
    school.save(update_fields=["uai"])
    with school_scope(school):
        for niveau in Niveau.objects.filter(reference__in=college.NIVEAU_REFERENCES):
            SchoolNiveau.objects.create(niveau=niveau)
    return school, Origin(school.uai, school.first_year)


def _import_pupils(origin: Origin, size: int, browser: Browser) -> str:
    file = college.pupils_file(children(size), origin)
    return import_file(browser, "siecle_eleves", file, name="ElevesSansAdresses.xml")


def _import_guardians(origin: Origin, browser: Browser) -> None:
    file = college.guardians_file(children(_GUARDIANS), _PUPILS, origin)
    import_file(browser, "siecle_responsables", file, name="ResponsablesAvecAdresses.xml")


def _import_staff(origin: Origin, browser: Browser) -> None:
    file = college.staff_file(children(_TEACHERS), _PUPILS, origin)
    import_file(browser, "sts_professeurs", file, name=f"sts_emp_{origin.uai}_{origin.year}.xml")


def _pupils(size: int, count: int) -> Iterator[Scene]:
    for _ in range(count):
        school, origin = _new_college()
        yield Scene(Visitor(school, "admin"), partial(_import_pupils, origin, size))


def _staff(count: int) -> Iterator[Scene]:
    for _ in range(count):
        school, origin = _new_college()
        yield Scene(Visitor(school, "admin"), partial(_import_staff, origin))


def _guardians(count: int) -> Iterator[Scene]:
    """The pupils are there already."""
    for _ in range(count):
        school, origin = _new_college()
        pupils = partial(_import_pupils, origin, _PUPILS)
        yield Scene(Visitor(school, "admin"), partial(_import_guardians, origin), before=pupils)


class _Undoing:
    """An import of pupils just done, and its undoing: its page, the button, the report."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._address = ""

    def before(self, browser: Browser) -> None:
        self._address = f"{_import_pupils(self._origin, _PUPILS, browser)}annulation/"

    def act(self, browser: Browser) -> None:
        browser.get(self._address)
        report = browser.follow(browser.post(self._address))
        assert "annulé" in report.body.decode()


def _undoings(count: int) -> Iterator[Scene]:
    for _ in range(count):
        school, origin = _new_college()
        undoing = _Undoing(origin)
        yield Scene(Visitor(school, "admin"), undoing.act, before=undoing.before)


rows.register(Row("import_siecle_5_mb", partial(_pupils, _PUPILS_OF_5_MB), runs=1, warm_up=0))
rows.register(Row("import_siecle_1200", partial(_pupils, _PUPILS), warm_up=2, workers="college"))
rows.register(Row("import_sts_120", _staff, warm_up=2, workers="college"))
rows.register(Row("import_responsables_2000", _guardians, runs=5, warm_up=1, workers="college"))
rows.register(Row("undo_import_1200", _undoings, runs=5, warm_up=1, workers="college"))
