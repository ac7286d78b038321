"""A school that came from SACoche, saved then restored in another space: the same one again (V40)."""

import time_machine

from accounts.models import Account
from entrance.signin import sign_in
from evaluations.models import Mark
from imports.models import MoveIn
from imports.sacoche.moves import Steps, take
from operation.backups.comparing import with_restored
from sacoche.kit.tenancy import school_scope
from schools.models import SchoolClass
from socle.models import ItemValidation, PilierValidation
from tests.imports.sacoche.figures import figures
from tests.imports.sacoche.writer import DATA
from tests.operation.saving import beside, restore, rows, save


def test_school_that_came_from_sacoche_is_restored_in_another_space_v40(school, data_dir):
    with time_machine.travel("2026-11-30T11:00:00+01:00", tick=False):
        move = MoveIn(school=school, file_name="2012.zip")
        move.save()
        with (DATA / "2012.zip").open("rb") as stream:
            take(move, stream, actor=None, steps=Steps())
        before = {code: len(held) for code, held in rows(school).items()}
        stream, key = save(school)
        restored = restore(stream, key, beside(number=7))
        assert with_restored(stream, key, restored) == []
        with school_scope(restored.school):
            assert {code: len(held) for code, held in rows(restored.school).items()} == before
            counts = [model.objects.count() for model in (Account, Mark, ItemValidation, PilierValidation)]
            assert counts == [27, 2653, 319, 24]
            assert SchoolClass.objects.get().reference == "CE2_44BD"
            for row in figures("sign_in"):
                if row["backup"] == "2012" and row["may sign in"] == "yes":
                    who = {"login": row["login"], "password": row["password"], "address": "192.0.2.1"}
                    assert sign_in(school=restored.school, **who)
    assert not list(data_dir.rglob("*.zip"))
