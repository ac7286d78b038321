"""« Initialisation annuelle »: one room after the other, each whole or not at all; the page then goes on to the end."""

import datetime
import uuid
from typing import Any

from django.urls import reverse

from accounts.models import Account
from evaluations.models import PLANNED, Evaluation, EvaluationItem, EvaluationPupil, Mark, MarkChange
from operation.models import Backup, Origin, YearChange
from operation.years import services
from operation.years.preview import preview_of
from referentiels.models import Item as TaughtItem
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from sacoche.kit.parts.year import in_order
from sacoche.kit.tenancy import school_scope
from schools.models import Group, Matiere, Niveau
from tests.crash.jobs import Job, _journal

EVALUATIONS = 120
# The tables of this room are the most that a year empties: the kill falls in it.
ROOM = "evaluations"
PROGRESS = reverse("operation:year_progress")


class NewYear(Job):
    """A hundred and twenty évaluations of a year that ended, with thousands of results, and some only planned."""

    title = "initialisation annuelle"

    def prepare(self) -> None:
        admin = Account.objects.get(login="admin")
        _evaluate()
        Group.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="G1", name="G1")
        saved = {"by": admin.display_name, "name": "a.sacoche", "size": 1, "row_count": 1, "file_count": 0}
        Backup.objects.create(origin=Origin.values[0], **saved)
        seen = preview_of(self.school, services.passage_now(self.school).closing).seen
        services.start(actor=admin, school=self.school, seen=seen, is_sure=True)
        for room in services.rooms():
            if room[0].model._meta.app_label == ROOM:
                break
            services.go_on(actor=admin)

    def act(self) -> None:
        self.browser.post(PROGRESS)

    def resume(self) -> None:
        """The page asks for the rooms that are left, as many times as it takes."""
        for _ in services.rooms():
            with school_scope(self.school):
                if services.under_way() is None:
                    return
            self.act()

    def facts(self) -> tuple[Any, ...]:
        change = YearChange.objects.get()
        self.school.refresh_from_db()
        codes = Mark.objects.order_by("pupil__login", "evaluation__title", "item__order").values_list(
            "pupil__login", "code", "evaluation__title", "evaluation__is_trace"
        )
        counts = [(part.code, part.model._default_manager.count()) for part in in_order()]  # type: ignore[attr-defined]
        done = (sorted(change.counts.items()), change.ended_at is not None, self.school.year_opened)
        return done, list(codes), counts, _journal()


def _evaluate() -> None:
    """Évaluations of thirty pupils on two items each, and the history of their results."""
    themes = (Theme("Entiers", items=(PlainItem("Compter"), PlainItem("Calculer"))),)
    tree = Tree((Domaine("A", "Nombres", themes=themes),))
    matiere = Matiere.objects.create(reference="MATHS", label="Mathématiques")
    referentiel = create(author=None, matiere=matiere, niveau=Niveau.objects.get(reference="CM2"), tree=tree)
    items = list(TaughtItem.objects.filter(theme__domaine__referentiel=referentiel).values_list("pk", flat=True))
    pupils = list(Account.objects.pupils().order_by("login").values_list("pk", flat=True)[:30])
    day = today() - datetime.timedelta(days=400)
    of_day = {"given_on": day, "visible_on": day, "year": day.year}
    bulk_insert(Evaluation, ({"title": f"Bilan {rank:03d}"} for rank in range(EVALUATIONS)), common=of_day)
    made = list(Evaluation.objects.order_by("title").values_list("pk", flat=True))
    lines = [{"evaluation_id": pk, "item_id": item} for pk in made for item in items]
    bulk_insert(EvaluationItem, lines, common={"order": 1})
    bulk_insert(EvaluationPupil, ({"evaluation_id": pk, "pupil_id": pupil} for pk in made for pupil in pupils))
    cells = [line | {"pupil_id": pupil} for line in lines for pupil in pupils]
    bulk_insert(Mark, (cell | of_day | {"code": PLANNED if rank % 5 == 0 else "3"} for rank, cell in enumerate(cells)))
    change = {"before": "", "after": "3", "gesture": "cell", "at": now(), "batch": uuid.uuid4(), "actor_label": ""}
    bulk_insert(MarkChange, cells, common=change)
