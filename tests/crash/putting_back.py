"""A backup put back over its school: the old one whole, or the saved one whole; access then opens by itself."""

import io
import uuid
from typing import Any

from django.urls import reverse

from accounts.access.services import open_again
from accounts.models import Account
from operation.backups import putting_back
from operation.backups.cipher import new_key
from operation.backups.putting_back import FILES
from operation.backups.writing import write_backup
from operation.models import Restoration
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, today
from sacoche.kit.parts.saved import in_order
from sacoche.kit.stored import fetch
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from socle.models import Item, ItemChange, ItemValidation
from tests.crash.browser import Browser
from tests.crash.jobs import CLASSES, PALIER, Job, _journal, _session_of

PASSWORD = "quatre mots sans rapport"


class PutBack(Job):
    """Two hundred pupils and their validations; since the backup, classes have gone and people have come."""

    title = "restauration d'une sauvegarde"

    def __init__(self, port: int) -> None:
        self._port = port
        super().__init__(port)

    def prepare(self) -> None:
        admin = Account.objects.get(login="admin")
        self._decide()
        stream = io.BytesIO()
        write_backup(school=self.school, stream=stream, key=new_key(PASSWORD), by="", progress=lambda done, total: None)
        stream.seek(0)
        Account.objects.pupils().filter(login__endswith="7").delete()
        Account.objects.pupils().update(first_name="Autre")
        SchoolClass.objects.filter(reference=f"{CLASSES[0]}_A").delete()
        sent = putting_back.receive(
            school=self.school, actor=admin, file_name="a.sacoche", content=stream, password=PASSWORD
        )
        putting_back.read(sent, school=self.school)
        self._key = sent.uuid.hex

    def _decide(self) -> None:
        pupils = Account.objects.pupils().values_list("pk", flat=True)
        items = list(Item.objects.filter(domaine__pilier__palier=PALIER).values_list("pk", flat=True)[:30])
        cells = [{"pupil_id": pupil, "item_id": item} for pupil in pupils for item in items]
        told = {"state": 1, "decided_on": today(), "author_label": "DURAND P."}
        bulk_insert(ItemValidation, cells, common=told)
        change = {"before": 2, "after": 1, "gesture": "cell", "at": now(), "batch": uuid.uuid4()}
        bulk_insert(ItemChange, cells, common=change)

    def act(self) -> None:
        words = f"restaurer {self.school.number}"
        self.browser.post(reverse("operation:restoration"), [("words", words)])

    def resume(self) -> None:
        """Access opens once its time has come; the backup still waits, unless it was put back."""
        with school_scope(self.school):
            if not Restoration.objects.exists():
                return
            school = School.objects.get(pk=self.school.pk)
            # Five minutes later.
            open_again(school=school)
            self.browser = Browser(self._port, _session_of(Account.objects.get(login="admin")))
        self.act()

    def facts(self) -> tuple[Any, ...]:
        people = list(Account.objects.order_by("login").values_list("login", "first_name", "school_class__reference"))
        counts = [(part.code, part.rows_of(self.school).count()) for part in in_order()]
        return people, counts, _journal()

    def leftovers(self) -> list[str]:
        stream = fetch(FILES, self._key, putting_back.UPLOAD)
        return [] if stream is None else [self._key]
