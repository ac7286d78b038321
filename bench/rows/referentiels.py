"""A référentiel of 2,000 items: its page, and one item moved in it."""

from collections.abc import Iterator
from functools import cache

from accounts.enums import Profile
from accounts.models import NOTICE_VERSION, Account, MatiereTeaching
from bench.browser import Browser
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, new_school
from referentiels.models import Item, Referentiel, Theme
from referentiels.services.making import create
from referentiels.tree import Domaine, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau

_DOMAINES, _THEMES, _ITEMS = "ABCDEFGHIJ", 8, 25


@cache
def _large() -> Referentiel:
    """Ten domaines of eight thèmes of twenty-five items, and the teacher who coordinates the matière."""
    school = new_school()
    with school_scope(school):
        matiere = Matiere.objects.create(school=school, reference="MATHS", label="Mathématiques")
        head = Account.objects.get(login="head")
        teacher = Account(profile=Profile.ENS, login="teacher", last_name="PETIT", first_name="Ali")
        teacher.password, teacher.activated_at, teacher.notice_version = head.password, now(), NOTICE_VERSION
        teacher.save()
        MatiereTeaching.objects.create(teacher=teacher, matiere=matiere, is_coordonnateur=True)
        return create(
            author=teacher, matiere=matiere, niveau=Niveau.objects.get(reference="CM2"), tree=Tree(tuple(_domaines()))
        )


def _domaines() -> Iterator[Domaine]:
    for code in _DOMAINES:
        themes = tuple(
            PlainTheme(
                f"Thème {theme} du domaine {code}",
                items=tuple(PlainItem(f"Ce que l'on évalue, {code}{theme}{rank}") for rank in range(_ITEMS)),
            )
            for theme in range(_THEMES)
        )
        yield Domaine(code, f"Domaine {code}", themes=themes)


def _page(browser: Browser) -> None:
    body = browser.get(f"/referentiels/contenu/{_large().pk}/").body
    assert body.count(b'data-kind="item"') == len(_DOMAINES) * _THEMES * _ITEMS


def _move(browser: Browser) -> None:
    """The first item of the first domaine goes to the end of the last one."""
    large = _large()
    with school_scope(large.school):
        item = Item.objects.filter(theme__domaine__referentiel=large).order_by("theme__domaine__order", "pk").first()
        theme = Theme.objects.filter(domaine__referentiel=large).latest("pk")
        cursor = large.changes.order_by("-pk").values_list("pk", flat=True).first() or 0
    assert item is not None
    moved = {"verb": "move", "kind": "item", "key": item.pk, "parent": theme.pk, "order": 10_000, "cursor": cursor}
    answer = browser.post_json(f"/referentiels/contenu/{large.pk}/geste/", moved)
    assert answer["focus"] == f"item-{item.pk}"


def _scenes_of_page(count: int) -> Iterator[Scene]:
    yield from [Scene(Visitor(_large().school, "teacher"), _page)] * count


def _scenes_of_move(count: int) -> Iterator[Scene]:
    yield from [Scene(Visitor(_large().school, "teacher"), _move)] * count


rows.register(Row("referentiel_2000", _scenes_of_page, runs=20, workers="referentiels"))
rows.register(Row("referentiel_move", _scenes_of_move, runs=20, workers="referentiels"))
