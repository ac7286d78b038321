"""Make a file for somebody, at once or by a worker, and throw away what has had its time."""

import datetime
import secrets
import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts.models import Account
from documents.jobs.asking import ask, is_worked
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from documents.makers import Asked, Made, Maker, Making, NothingToMake, makers
from documents.models import CONTENT, FILES, GeneratedFile, Job
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.private import temporary_folder
from sacoche.kit.registry import UnknownCode
from sacoche.kit.replica import beside, read_aside
from sacoche.kit.stored import discard, fetch, keys_left_since, store
from sacoche.kit.tenancy import all_schools
from schools.models import School

LIFE = datetime.timedelta(hours=1)
# How long the address of a file that is gone still says so, instead of being unknown.
MEMORY = datetime.timedelta(days=1)


def make_or_ask(*, maker: Maker, school: School, owner: Account, asked: Asked) -> GeneratedFile | Job:
    """The file, made at once; or the job that makes it, when it is long and a worker is there.

    Raises NothingToMake, StorageFailed, TooManyJobs, having kept nothing.
    """
    weight = maker.weight(asked)
    if weight <= maker.at_once or not is_worked():
        return make_file(maker=maker, school=school, owner=owner, asked=asked)
    wanted = {"maker": maker.code, "asked": dict(asked)}
    return ask(kind=MAKE, owner=owner, title=maker.title(asked), asked=wanted, total=weight)


def _told_to_nobody(done: int, total: int) -> None:
    """Whoever waits for the page sees no progress."""


def make_file(
    *,
    maker: Maker,
    school: School,
    owner: Account,
    asked: Asked,
    progress: Callable[[int, int], None] = _told_to_nobody,
    before_keeping: Callable[[], None] = lambda: None,
) -> GeneratedFile:
    """Write the file for `owner` and return it; what has expired meanwhile is thrown away.

    The file is written outside any transaction. `before_keeping` is called in the one that keeps it. Raises
    NothingToMake and StorageFailed, having kept nothing.
    """
    throw_expired_files()
    # On the disk without a name: nothing of it outlives the process.
    with tempfile.TemporaryFile(dir=temporary_folder()) as stream:
        made = write(maker, school=school, owner=owner, asked=asked, stream=stream, progress=progress)
        try:
            return _keep(stream, made, maker=maker, owner=owner, before=before_keeping)
        except BaseException:
            made.undo()
            raise


def write(
    maker: Maker,
    *,
    school: School,
    owner: Account | None,
    asked: Asked,
    stream: BinaryIO | Any,
    progress: Callable[[int, int], None] = _told_to_nobody,
) -> Made:
    """Write the bytes of the file to `stream`. Raises NothingToMake."""
    making = Making(school, owner, timezone.localtime(now()), stream, beside(progress))

    def make() -> Made:
        stream.seek(0)
        stream.truncate()
        return maker.make(asked, making)

    return read_aside(make)


def _keep(
    stream: BinaryIO | Any, made: Made, *, maker: Maker, owner: Account, before: Callable[[], None]
) -> GeneratedFile:
    token, size = secrets.token_hex(16), stream.tell()
    stream.seek(0)
    store(FILES, token, CONTENT, stream)
    try:
        with transaction.atomic():
            before()
            made.also()
            return _note(token, size, made, maker=maker, owner=owner)
    except BaseException:
        discard(FILES, token)
        raise


def _note(token: str, size: int, made: Made, *, maker: Maker, owner: Account) -> GeneratedFile:
    moment = now()
    file = GeneratedFile(
        token=token,
        owner=owner,
        maker=maker.code,
        name=made.name,
        size=size,
        told=dict(made.told),
        created_at=moment,
        expires_at=moment + LIFE,
    )
    file.save()
    record(made.verb, actor=owner, school=file.school, name=made.name, **made.journal)
    return file


def file_of(owner: Account, token: str) -> GeneratedFile | None:
    """The file of that address, for its owner alone."""
    file: GeneratedFile | None = GeneratedFile.objects.filter(owner=owner, token=token).first()
    return file


def content_of(file: GeneratedFile) -> BinaryIO | None:
    """The bytes of a file, to be read, or None when they are gone. Raises StorageFailed."""
    return None if file.is_expired else fetch(FILES, file.token, CONTENT)


def throw_expired_files() -> int:
    """Throw away, in every school, the bytes of the files that have had their hour; return how many.

    Their rows stay for a day, so that a late address gets a page in words; then they go too. Raises StorageFailed.
    """
    with all_schools():
        expired = GeneratedFile.objects.filter(expires_at__lte=now(), is_thrown=False)
        tokens = list(expired.values_list("token", flat=True))
        for token in tokens:
            discard(FILES, token)
        GeneratedFile.objects.filter(token__in=tokens).update(is_thrown=True)
        GeneratedFile.objects.filter(expires_at__lte=now() - MEMORY).delete()
    return len(tokens)


def purge_generated_files() -> int:
    """The same, and what a process that died has stored without a row; return how many. Raises StorageFailed."""
    thrown = throw_expired_files()
    orphans = keys_left_since(FILES, now() - LIFE)
    for key in orphans:
        discard(FILES, key)
    return thrown + len(orphans)


# --- By a worker ------------------------------------------------------------------------------------------------------


def _make(work: Work) -> Outcome:
    try:
        maker = makers.get(work.asked["maker"])
        file = make_file(
            maker=maker,
            school=work.school,
            owner=work.owner,
            asked=work.asked["asked"],
            progress=work.progress,
            before_keeping=work.hold,
        )
    except UnknownCode:
        raise JobRefused("Ce genre de fichier n'existe plus dans cette version de SACoche.") from None
    except NothingToMake as error:
        raise JobRefused(str(error)) from error
    until = timezone.localtime(file.expires_at)
    return Outcome(f"Fichier prêt, à récupérer avant {until:%H:%M}.", maker.page(file), file)


MAKE = kinds.register(JobKind("documents.make", 1, "documents.follow_jobs", _make))
