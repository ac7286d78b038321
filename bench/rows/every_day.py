"""What everybody opens every day: the sign-in page, one's home, a page that holds nothing, and codes handed out."""

from collections.abc import Iterator
from functools import cache, partial

from accounts.enums import Profile
from accounts.models import PUPIL_NOTICE_VERSION, Account, TeachingAssignment
from bench.browser import Browser
from bench.invented import base_eleves_file, children
from bench.rows.base import Row, Scene, rows
from bench.wizard import review_file
from bench.world import Visitor, add_class, decide, new_school, palier_items
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School

_CLASSES, _PUPILS = 12, 25
# One item in four of each class is decided: the head's home counts what is left.
_DECIDED = palier_items()[::4]
_HEAD, _ADMIN, _TEACHER, _PUPIL = "head", "admin", "teacher", "c0-1"


@cache
def _school() -> School:
    """Twelve classes, their head, a teacher of two of them; the same for every row, which only read it."""
    school = new_school()
    classes = []
    for number in range(_CLASSES):
        its_class, pupil_ids = add_class(school, children(_PUPILS), reference=f"C{number}")
        decide(school, pupil_ids, _DECIDED)
        classes.append(its_class)
    with school_scope(school):
        head = Account.objects.get(login=_HEAD)
        known = {"password": head.password, "activated_at": now(), "notice_version": head.notice_version}
        teacher = Account(profile=Profile.ENS, login=_TEACHER, last_name="ROUX", first_name="Inès", **known)
        teacher.save()
        for its_class in classes[:2]:
            TeachingAssignment.objects.create(teacher=teacher, school_class=its_class)
        Account.objects.filter(login=_PUPIL).update(**known | {"notice_version": PUPIL_NOTICE_VERSION})
    return school


def _read(path: str, expected: bytes, browser: Browser) -> None:
    assert expected in browser.get(path).body


def _pages(login: str, path: str, expected: str, count: int) -> Iterator[Scene]:
    read = partial(_read, path, expected.encode())
    yield from [Scene(Visitor(_school(), login), read)] * count


class _Stranger(Visitor):
    """Somebody who has not signed in."""

    def sign_in(self, browser: Browser) -> None:
        browser.get(f"/?base={self.school.number}")


def _sign_in_pages(count: int) -> Iterator[Scene]:
    school = _school()
    read = partial(_read, f"/?base={school.number}", b'name="login"')
    yield from [Scene(_Stranger(school, ""), read)] * count


# --- An import, and what is handed out after it -----------------------------------------------------------------------


def _import_and_hand_out(file: bytes, browser: Browser) -> None:
    """Every step, first passwords included, then the sheet of codes and the labels to cut out."""
    run = review_file(browser, "base_eleves_eleves", file)
    browser.get(f"{run}identifiants/")
    while b"/identifiants/preparer/" in browser.post_htmx(f"{run}identifiants/preparer/").body:
        pass
    assert browser.get(f"{run}identifiants/identifiants.csv").body.count(b"\r\n") > 1
    assert browser.get(f"{run}identifiants/etiquettes.pdf").body.startswith(b"%PDF")


def _imports_with_codes(size: int, count: int) -> Iterator[Scene]:
    file = base_eleves_file(children(size))
    for _ in range(count):
        yield Scene(Visitor(new_school(), "admin"), partial(_import_and_hand_out, file))


_HOME, _GREETING = "/accueil/", "<h1"
for _code, _login in (("head", _HEAD), ("admin", _ADMIN), ("teacher", _TEACHER), ("pupil", _PUPIL)):
    rows.register(Row(f"home_{_code}", partial(_pages, _login, _HOME, _GREETING), runs=30, workers="every day"))
# Its own words alone: what every page costs.
rows.register(Row("page_bare", partial(_pages, _HEAD, "/mon-compte/daltonisme/", "<h1"), runs=30, workers="every day"))
rows.register(Row("sign_in_page", _sign_in_pages, runs=30, workers="every day"))
for _size in (150, 1200):
    rows.register(Row(f"import_with_codes_{_size}", partial(_imports_with_codes, _size), runs=3, warm_up=1))
