"""The import of Base Élèves, all its steps, and the passwords of a thousand new pupils."""

import threading
import time
from collections.abc import Iterator
from functools import partial

from bench.browser import Browser
from bench.invented import base_eleves_file, children
from bench.rows.base import Row, Scene, rows
from bench.wizard import import_file, review_file
from bench.world import Visitor, new_school

_EVERY_SECONDS = 0.1


def _import_all(file: bytes, browser: Browser) -> None:
    import_file(browser, "base_eleves_eleves", file)


def _first_imports(size: int, count: int) -> Iterator[Scene]:
    file = base_eleves_file(children(size))
    for _ in range(count):
        yield Scene(Visitor(new_school(), "admin"), partial(_import_all, file))


def _second_imports(size: int, count: int) -> Iterator[Scene]:
    file, admin = base_eleves_file(children(size)), Visitor(new_school(), "admin")
    yield Scene(admin, partial(_import_all, file), before=partial(_import_all, file))
    for _ in range(count - 1):
        yield Scene(admin, partial(_import_all, file))


# --- Passwords --------------------------------------------------------------------------------------------------------


class _Passwords:
    """A thousand passwords asked for as the page does, slice after slice, while somebody else reads another page."""

    def __init__(self, size: int, file: bytes) -> None:
        self._size, self._file = size, file
        self._run = ""

    def before(self, browser: Browser) -> None:
        self._run = review_file(browser, "base_eleves_eleves", self._file)

    def act(self, browser: Browser) -> None:
        done = threading.Event()
        reader = threading.Thread(target=_read_meanwhile, args=(browser.twin(), browser.meanwhile, done))
        reader.start()
        try:
            self._make(browser)
        finally:
            done.set()
            reader.join()

    def _make(self, browser: Browser) -> None:
        browser.get(f"{self._run}identifiants/")
        address = f"{self._run}identifiants/preparer/"
        while b"/identifiants/preparer/" in browser.post_htmx(address).body:
            pass
        sheet = browser.get(f"{self._run}identifiants/identifiants.csv").body
        assert sheet.count(b"\r\n") == self._size + 2


def _read_meanwhile(browser: Browser, times: list[float], done: threading.Event) -> None:
    while not done.is_set():
        browser.forget()
        browser.get("/accueil/")
        times.append(browser.milliseconds)
        time.sleep(_EVERY_SECONDS)
    browser.close()


def _passwords(size: int, count: int) -> Iterator[Scene]:
    file = base_eleves_file(children(size))
    for _ in range(count):
        passwords = _Passwords(size, file)
        yield Scene(Visitor(new_school(), "admin"), passwords.act, before=passwords.before)


for _size, _warm_up in ((150, 4), (600, 1), (1200, 1)):
    _scenes = partial(_first_imports, _size)
    rows.register(Row(f"import_base_eleves_{_size}", _scenes, warm_up=_warm_up, workers="imports"))
rows.register(Row("reimport_base_eleves_1200", partial(_second_imports, 1200), warm_up=1, workers="imports"))
rows.register(Row("passwords_1000", partial(_passwords, 1000), runs=5, warm_up=0, workers="imports"))
