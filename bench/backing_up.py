"""`python -m bench.backing_up ACT NUMBER FILE`: save the school of this number, or put it back beside itself (`backup`,
`restore`), and say what it took.

A process of its own, whose memory no other measure has left anything in. `school_of` makes the school.
"""

import itertools
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.moving import peak_mb

if TYPE_CHECKING:
    from schools.models import School

_PASSWORD = "quatre mots sans rapport"
_ITEMS = 100


def school_of(pupils: int, marks: int) -> "School":
    """A school of so many pupils, each with so many marks (by a hundred items)."""
    from accounts.models import Account
    from entrance.spaces.creation import open_school
    from evaluations.models import Mark
    from referentiels.models import Item
    from sacoche.kit.bulk import bulk_insert
    from sacoche.kit.clock import today
    from sacoche.kit.tenancy import school_scope

    school, admin = open_school(name="École qui se sauve", password_hash="!")
    with school_scope(school):
        rows = (
            {"last_name": f"NOM{rank}", "sort_key": f"nom{rank}", "login": f"eleve.{rank}"} for rank in range(pupils)
        )
        bulk_insert(Account, rows, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
        evaluations = [add_evaluation(admin, rank) for rank in range(-(-marks // _ITEMS))]
        add_items()
        cells = itertools.product(evaluations, Item.objects.values_list("pk", flat=True))
        given = [{"evaluation_id": evaluation, "item_id": item} for evaluation, item in cells][:marks]
        day, year = today(), school.first_year
        common = {"given_on": day, "visible_on": day, "year": year, "code": "3"}
        for pupil in Account.objects.pupils().values_list("pk", flat=True):
            bulk_insert(Mark, given, common=common | {"pupil_id": pupil})
    return school


def add_items(matiere_reference: str = "MATHS") -> None:
    """A hundred items of a référentiel, in the open school."""
    from referentiels.services.making import create
    from referentiels.tree import Domaine, Item, Theme, Tree
    from schools.models import Matiere, Niveau

    items = tuple(Item(f"Item {rank}") for rank in range(_ITEMS))
    matiere = Matiere.objects.create(reference=matiere_reference, label="Mathématiques")
    tree = Tree((Domaine("A", "Nombres", themes=(Theme("Entiers", items=items),)),))
    create(author=None, matiere=matiere, niveau=Niveau.objects.get(reference="CM2"), tree=tree)


def add_evaluation(owner: Any, rank: int) -> int:
    """An évaluation of this owner, in his school, which is open."""
    from evaluations.models import Evaluation
    from sacoche.kit.clock import today

    told = {"owner": owner, "owner_label": owner.author_label, "given_on": today(), "visible_on": today()}
    made: Evaluation = Evaluation.objects.create(title=f"Contrôle {rank}", year=owner.school.first_year, **told)
    return int(made.pk)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")
    django.setup()
    from schools.models import School

    act, number, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    school = School.objects.get(number=number)
    before, began = peak_mb(), time.monotonic()
    rows = {"backup": _back_up, "restore": _restore}[act](school, path)
    seconds = time.monotonic() - began
    print(json.dumps({"milliseconds": seconds * 1000, "rows": rows, "grown_mb": peak_mb() - before, "mb": peak_mb()}))


def _back_up(school: "School", path: Path) -> int:
    from operation.backups.cipher import new_key
    from operation.backups.writing import write_backup
    from sacoche.kit.tenancy import school_scope

    with school_scope(school), path.open("wb") as stream:
        told = {"by": "", "progress": lambda done, total: None}
        return write_backup(school=school, stream=stream, key=new_key(_PASSWORD), **told).row_count


def _restore(school: "School", path: Path) -> int:
    from operation.backups.reading import read_to_the_end
    from operation.backups.records import open_key
    from operation.backups.restoring import new_place, put_rows_back
    from schools.models import School

    with path.open("rb") as stream:
        key = open_key(stream, _PASSWORD)
        content = read_to_the_end(stream, key)
        last = School.objects.order_by("-number").values_list("number", flat=True)[0]
        place = new_place(number=last + 1, uai="")
        told = {"progress": lambda done, total: None, "last": lambda made: None}
        return put_rows_back(stream, key, place, content, **told).row_count


if __name__ == "__main__":
    main()
