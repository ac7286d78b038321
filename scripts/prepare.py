"""Make the server ready in one Python start: tables, national data, static files, demonstration school.

Fast when nothing changed: static files are collected only when they differ from those collected last.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """What decides the collected files: ours, and the pinned packages that bring theirs."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def collect_static_files(static_root: Path) -> None:
    """Copy, hash and compress static files into `static_root`, unless they are there already."""
    from django.core.management import call_command

    stamp = static_root.parent / "static.sha256"
    wanted = fingerprint()
    if static_root.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return
    # The fonts are for PDFs made here: no page asks for them, and compressing them takes ten seconds.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["fonts"])
    stamp.write_text(wanted)


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


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    refuse_another_key()
    call_command("migrate", interactive=False, verbosity=0)
    join_the_others()
    if not settings.DEBUG:
        collect_static_files(Path(settings.STATIC_ROOT))
    if os.environ.get("DEMO", "1") != "0":
        call_command("demo", if_possible=True)


if __name__ == "__main__":
    main()
