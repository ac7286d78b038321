"""Two servers for the tests of this folder, and a school on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import ent as ents
from tests.e2e.server import make_ready
from tests.ent import Ent
from tests.several.people import Person
from tests.several.servers import OneOfSeveral, several

PASSWORD = "la-bonne-phrase-2026"
# Two teachers of one class, its pupil and an item, and the ENT of the school when it has one.
_SCHOOL = """
from django.contrib.auth.hashers import make_password
from accounts.enums import Profile
from accounts.models import Account, NOTICE_VERSION, TeachingAssignment
from entrance.cas.servers import Choice
from entrance.cas.services import set_mode
from entrance.spaces.creation import open_school
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolClass
from socle.models import Item, SchoolPalier

password, ent = {password!r}, {ent!r}
school, admin = open_school(name={name!r}, password_hash=make_password(password))
with school_scope(school):
    known = {{"activated_at": now(), "notice_version": NOTICE_VERSION}}
    Account.objects.filter(pk=admin.pk).update(**known)
    cm2 = SchoolClass.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="CM2", name="CM2")
    pupil = Account.objects.create(profile=Profile.ELV, login="zoe", last_name="MARTIN", first_name="Zoé",
                                   school_class=cm2, password="")
    people = [("durand", "DURAND", "Paul"), ("petit", "PETIT", "Anne")]
    for login, last, first in people:
        teacher = Account.objects.create(profile=Profile.ENS, login=login, last_name=last, first_name=first,
                                         id_ent="ent-" + login, password=make_password(password), **known)
        TeachingAssignment.objects.create(teacher=teacher, school_class=cm2)
    if ent:
        set_mode(actor=admin, school=school, choice=Choice("perso", "Mon Bureau", **ent))
    item = Item.objects.filter(domaine__pilier=8).order_by("pk").first()
    SchoolPalier.objects.create(palier=item.domaine.pilier.palier)
    answer = {{"number": school.number, "cm2": cm2.pk, "pupil": pupil.pk, "item": item.pk, "pk": school.pk}}
"""


@dataclass(frozen=True)
class SharedSchool:
    """A school on the servers; everybody has PASSWORD."""

    number: int
    cm2: int
    pupil: int
    item: int
    pk: int

    def signed_in(self, server: OneOfSeveral, login: str) -> Person:
        person = Person()
        answer = person.sign_in(server, school=self.number, login=login, password=PASSWORD)
        assert answer.status == 302, answer.text
        return person


def make_school(server: OneOfSeveral, name: str, ent: Ent | None = None) -> SharedSchool:
    """A school opened beside a server, found by all of them."""
    told = {"host": ent.host, "port": ent.port, "path": "cas"} if ent else {}
    return SharedSchool(**server.evaluate(_SCHOOL.format(password=PASSWORD, ent=told, name=name)))


@pytest.fixture(scope="session")
def known_ent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ent]:
    """A CAS server that the two servers may call."""
    if not ents.PYTHON.exists():
        pytest.skip("no CAS server: make setup installs it in .venv-cas")
    ent = Ent(tmp_path_factory.mktemp("ent"))
    try:
        ent.start()
        ent.know(**{"ent-durand": {}, "ent-petit": {}})
        yield ent
    finally:
        ent.stop()


@pytest.fixture(scope="session")
def ready_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The static files that a server begins with, made once for all the workers."""
    folder = tmp_path_factory.getbasetemp()
    return make_ready((folder if worker_id == "master" else folder.parent) / "ready")


@pytest.fixture(scope="session")
def pair(known_ent: Ent, ready_folder: Path) -> Iterator[list[OneOfSeveral]]:
    """Two servers whose clocks are thirty seconds apart."""
    with several(ahead=(0, 30), ready=ready_folder, **known_ent.settings) as servers:
        yield servers
