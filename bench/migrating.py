"""`python -m bench.migrating [--schools N] [--pupils N] [--database VENDOR]`: how long a server takes to be updated.

Schools of the version that was published first, each grown to a small school, in a database that is put back to the
tables of that version; then `manage.py migrate` of this one, timed.
"""

import argparse
import io
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.server import MeasuredServer, database
from tests.e2e.server import ROOT, temporary_folder

_PUBLISHED = ROOT / "tests" / "data" / "sauvegardes"
_MARKS, _VALIDATIONS = 60, 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=500)
    parser.add_argument("--pupils", type=int, default=60)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with temporary_folder() as folder, database(options.database) as url:
        server = MeasuredServer(Path(folder), url)
        server.prepare()
        os.environ.update(server.environment, DJANGO_SETTINGS_MODULE="sacoche.settings")
        import django

        django.setup()
        published = min(_PUBLISHED.glob("*.sacoche"))
        migrations = _make_schools(published, options.schools, options.pupils)
        print(f"{options.schools} établissements de la version {published.stem} : {_rows()} lignes")
        _put_back(migrations)
        _close_connections()
        print(_timed(server.environment))


def _make_schools(published: Path, schools: int, pupils: int) -> dict[str, str]:
    """The school of a backup so many times, grown; the last migration of each application when it was made."""
    from operation.backups.reading import read_to_the_end
    from operation.backups.records import open_key
    from sacoche.kit.tenancy import school_scope
    from tests.operation.saving import PASSWORD, beside, restore

    stream = io.BytesIO(published.read_bytes())
    key = open_key(stream, PASSWORD)
    for number in range(1, schools + 1):
        restored = restore(stream, key, beside(number))
        with school_scope(restored.school):
            _grow(restored.school, pupils)
    return dict(read_to_the_end(stream, key).manifest.migrations)


def _grow(school: Any, pupils: int) -> None:
    """So many pupils, their marks and their validations: the rows that a migration goes through."""
    from accounts.models import Account
    from bench.backing_up import add_evaluation, add_items
    from bench.world import decide, palier_items
    from evaluations.models import Mark
    from referentiels.models import Item
    from sacoche.kit.bulk import bulk_insert
    from sacoche.kit.clock import today

    named = ({"last_name": f"NOM{rank}", "sort_key": f"nom{rank}", "login": f"b.{rank}"} for rank in range(pupils))
    bulk_insert(Account, named, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
    ids = list(Account.objects.filter(login__startswith="b.").values_list("pk", flat=True))
    add_items("BANC")
    evaluation = add_evaluation(Account.objects.get(login="cle"), 0)
    items = Item.objects.filter(theme__domaine__referentiel__matiere__reference="BANC").values_list("pk", flat=True)
    given = [{"pupil_id": pupil, "item_id": item} for pupil in ids for item in items[:_MARKS]]
    common = {"given_on": today(), "visible_on": today(), "year": school.first_year, "code": "3"}
    bulk_insert(Mark, given, common=common | {"evaluation_id": evaluation})
    decide(school, ids, palier_items()[:_VALIDATIONS])


def _rows() -> int:
    from django.apps import apps

    from sacoche.kit.tenancy import all_schools

    with all_schools():
        return sum(model._base_manager.count() for model in apps.get_models())


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _put_back(migrations: dict[str, str]) -> None:
    """The tables as that version had them: applications that it did not have go first, they hold the others."""
    from django.apps import apps
    from django.core.management import call_command

    ours = [config.label for config in apps.get_app_configs() if (Path(config.path) / "migrations").is_dir()]
    younger = [label for label in ours if label not in migrations and label != "admin"]
    for label in younger:
        call_command("migrate", label, "zero", verbosity=0)
    for label, name in migrations.items():
        call_command("migrate", label, name, verbosity=0)


def _timed(environment: dict[str, str]) -> str:
    load, before, start = os.getloadavg()[0], _cpu(), time.perf_counter()
    said = _manage(environment, "migrate")
    seconds, cpu = time.perf_counter() - start, _cpu() - before
    applied = said.count("... OK")
    return f"{applied} migrations : {seconds:.0f} s, dont {cpu:.0f} s de processeur (charge de la machine : {load:.1f})"


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(  # noqa: S603 (our own command)
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
