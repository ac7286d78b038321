"""The percentages of a grid of validations, and what is behind one of them."""

import datetime
from collections.abc import Iterator
from functools import partial

from accounts.models import Account
from bench.browser import Browser
from bench.rows.base import Row, Scene, rows
from bench.rows.evaluations import evaluate
from bench.rows.grids import PILIER, decided_class, grid_choice
from bench.world import Visitor, palier_items
from referentiels.models import Item, ItemLink, SocleEntry
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau, School, SchoolClass, SchoolNiveau
from socle.queries.choices import PERCENTAGES

_ITEMS = [item for item in palier_items() if item.pilier_id == PILIER]
# Of each item of the socle: so many items feed it, each evaluated so many times.
_FEEDING, _TIMES = 2, 3


def _evaluated(size: int) -> tuple[School, SchoolClass, list[int]]:
    """A decided class whose every item of the socle is fed by results; the head looks at percentages."""
    school, its_class, pupil_ids = decided_class(size)
    with school_scope(school):
        niveau = Niveau.objects.get(reference="CM2")
        SchoolNiveau.objects.get_or_create(school=school, niveau=niveau)
        matiere = Matiere.objects.create(school=school, reference="FRANC", label="Français")
        named = tuple(PlainItem(f"Ce que l'on évalue, {rank}") for rank in range(_FEEDING * len(_ITEMS)))
        themes = tuple(Theme(f"Thème {at}", items=named[at : at + 9]) for at in range(0, len(named), 9))
        made = create(author=None, matiere=matiere, niveau=niveau, tree=Tree((Domaine("A", "Lire", themes=themes),)))
        items = list(Item.objects.filter(theme__domaine__referentiel=made).order_by("pk"))
        entries = {entry.number: entry for entry in SocleEntry.objects.filter(version="2006")}
        for rank, item in enumerate(items):
            ItemLink.objects.create(school=school, item=item, entry=entries[_ITEMS[rank % len(_ITEMS)].id])
        keys = [item.pk for item in items]
        for days in range(_TIMES):
            evaluate(school, its_class, pupil_ids, keys, day=today() - datetime.timedelta(days=days))
        Account.objects.filter(login="head").update(preferences={PERCENTAGES: {"shown": True, "matieres": None}})
    return school, its_class, pupil_ids


def _read(path: str, expected: bytes, browser: Browser) -> None:
    assert expected in browser.get(path).body


def _grids(size: int, count: int) -> Iterator[Scene]:
    school, its_class, pupil_ids = _evaluated(size)
    path = f"/socle/items/grille/?{grid_choice(its_class, pupil_ids)}"
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b"data-f="))] * count


def _panels(count: int) -> Iterator[Scene]:
    school, _, pupil_ids = _evaluated(30)
    path = f"/socle/items/{pupil_ids[0]}/{_ITEMS[0].id}/pourcentage/"
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b"% acquis"))] * count


for _size in (30, 150):
    rows.register(Row(f"grid_percent_{_size}x{len(_ITEMS)}", partial(_grids, _size), runs=20, workers="grids"))
rows.register(Row("grid_percent_panel", _panels, runs=20, workers="grids"))
