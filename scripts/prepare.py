"""Make the server ready: static files, tables, national data, demonstration school. Fast when nothing changed.

`prepare.py static` and `prepare.py migrate` do one step alone: a host of several servers collects static files on each
of them, migrates once, then starts them one after the other. Steps of two processes wait for one another.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("static", "migrate")


def fingerprint() -> str:
    """What decides the collected files: ours, and the pinned packages that bring theirs."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def collect_static_files() -> None:
    """Copy, hash and compress static files, unless they are there already; those of the last releases stay."""
    from django.conf import settings

    from sacoche.kit.static_releases import collect
    from sacoche.kit.turns import alone_here

    with alone_here("static"):
        collect(Path(settings.STATIC_ROOT), release=fingerprint(), kept=settings.STATIC_RELEASES)


def refuse_another_key() -> None:
    """Stop in words, before anything is touched, when other servers run this database with another secret key."""
    from accounts.safety.server_key import check_key

    if problems := check_key():
        sys.exit(str(problems[0].msg))


def join_the_others() -> None:
    """Stop in words when other servers of this database have another secret key, or keep their files elsewhere."""
    from django.core.exceptions import ImproperlyConfigured

    from accounts.safety.server_key import claim
    from documents.seat import take_seat

    try:
        claim()
        take_seat()
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


def migrate() -> None:
    """Bring the database to this version: one process at a time, of all the servers of this database."""
    from django.core.management import call_command

    from sacoche.kit.turns import alone_on_the_database

    refuse_another_key()
    with alone_on_the_database():
        call_command("migrate", interactive=False, verbosity=0)
        join_the_others()
        if os.environ.get("DEMO", "1") != "0":
            call_command("demo", if_possible=True)


def main(wanted: list[str]) -> None:
    if unknown := [step for step in wanted if step not in STEPS]:
        sys.exit(f"Étape inconnue : {', '.join(unknown)}. Étapes : {', '.join(STEPS)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings

    django.setup()
    if "static" in (wanted or STEPS) and not settings.DEBUG:
        collect_static_files()
    if "migrate" in (wanted or STEPS):
        migrate()


if __name__ == "__main__":
    main(sys.argv[1:])
