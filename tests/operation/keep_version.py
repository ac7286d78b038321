"""`python -m tests.operation.keep_version`: the backup by which later versions prove that they read those of this one.

Writes tests/data/sauvegardes/<version>.sacoche: a school that has lived, its password that of the tests. To be run
once, when a version is published; a file that stands there is only written again before that.
"""

import os
from pathlib import Path

from tests.e2e.server import Server, temporary_folder

FOLDER = Path(__file__).parents[1] / "data" / "sauvegardes"


def main() -> None:
    with temporary_folder() as folder:
        server = Server(Path(folder), "")
        server.prepare()
        os.environ.update(server.environment | {"DJANGO_SETTINGS_MODULE": "sacoche.settings"})
        import django

        django.setup()
        print(_write())


def _write() -> Path:
    from operation.backups.manifest import version
    from sacoche.kit.tenancy import school_scope
    from schools.models import School
    from tests.factories import AccountFactory, SchoolFactory
    from tests.operation.life import live
    from tests.operation.saving import save

    school = SchoolFactory(number=41, name="École Jules-Exemple")
    with school_scope(school):
        live(school)
        School.objects.get(pk=school.pk).save()
        AccountFactory(login="cle", profile="ADM")
        stream, _ = save(School.objects.get(pk=school.pk))
    path = FOLDER / f"{version()}.sacoche"
    path.write_bytes(stream.getvalue())
    return path


if __name__ == "__main__":
    main()
