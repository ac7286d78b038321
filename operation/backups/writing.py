"""A backup, written as it is read: never more of the school in memory than a few thousand rows, or one file."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from operation.backups.cipher import FileKey
from operation.backups.manifest import Manifest, manifest_of
from operation.backups.records import Writer
from operation.backups.rows import columns_of, written_rows
from sacoche.kit.clock import local, now
from sacoche.kit.parts.saved import SavedPart, Shared, in_order, parts
from sacoche.kit.snapshot import one_moment
from sacoche.kit.stored import read
from schools.models import School

Progress = Callable[[int, int], None]
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Written:
    """What a backup holds. `missing` are the files that their rows name, and that the storage no longer had."""

    manifest: Manifest
    row_count: int
    file_count: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    folder: str
    name: str


def write_backup(*, school: School, stream: BinaryIO, key: FileKey, by: str, progress: Progress) -> Written:
    """Write the open school, whole, as it is at one moment. Raises StorageFailed, and what `progress` raises."""
    writer = Writer(stream, key)
    with one_moment():
        saved = in_order()
        counts = {part.code: part.rows_of(school).count() for part in saved}
        manifest = manifest_of(school, at=now(), by=by, counts=counts)
        writer.write(manifest.record())
        for shared in _shared(school, saved):
            writer.write(shared)
        files = _write_tables(writer, school, saved, sum(counts.values()), progress)
    missing = _write_files(writer, school, files, progress)
    writer.write({"end": {"rows": counts, "files": len(files) - len(missing), "missing": missing}})
    writer.finish()
    return Written(manifest, sum(counts.values()), len(files) - len(missing), tuple(missing))


def _shared(school: School, saved: list[SavedPart]) -> list[Any]:
    """The rows of the server's lists, by what names them everywhere; of those that are not everywhere, none but those
    that the school points at.
    """
    told = []
    for part in parts:
        if isinstance(part, Shared) and part.is_everywhere:
            told.append(_named(part, part.model._default_manager.all(), part.key))
        elif isinstance(part, Shared):
            told.append(_named(part, _pointed_at(part, school, saved), part.key))
        elif isinstance(part, SavedPart) and part.named:
            told.append(_named(part, part.model._default_manager.filter(school=None), part.named))
    return told


def _pointed_at(shared: Shared, school: School, saved: list[SavedPart]) -> Any:
    numbers = set()
    for part in saved:
        for key in part.model._meta.concrete_fields:
            if key.is_relation and key.related_model is shared.model:
                numbers |= set(part.rows_of(school).order_by().values_list(key.attname, flat=True).distinct())
    return shared.model._default_manager.filter(pk__in=numbers - {None})


def _named(part: Any, rows: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "shared": part.code,
        "rows": [[row[0], list(row[1:])] for row in rows.order_by("pk").values_list("pk", *names)],
    }


def _write_tables(
    writer: Writer, school: School, saved: list[SavedPart], total: int, progress: Progress
) -> list[_File]:
    """Write every table; the files that their rows name."""
    done, files = 0, []
    for part in saved:
        names = [field.attname for field in columns_of(part)]
        writer.write({"table": part.code, "columns": names})
        for batch in written_rows(part, school):
            writer.write_lines(map(_compact, batch))
            if part.folder:
                at = names.index("key")
                files += [_File(part.folder, row[at]) for row in batch]
            done += len(batch)
            progress(done, total)
    return files


def _write_files(writer: Writer, school: School, files: list[_File], progress: Progress) -> list[str]:
    """Write the files; the names of those that are gone."""
    missing = []
    for done, file in enumerate(files):
        content = read(file.folder, str(school.pk), file.name)
        if content is None:
            missing.append(f"{file.folder}/{file.name}")
        else:
            writer.write({"file": file.name, "folder": file.folder, "size": len(content)})
            writer.write_bytes(content)
        progress(done, len(files))
    return missing


def name_of(school: School, at: datetime.datetime) -> str:
    """What the file is called: « sauvegarde_12_2026-12-01_08-30-00.sacoche »."""
    return f"sauvegarde_{school.number}_{local(at):%Y-%m-%d_%H-%M-%S}.sacoche"
