"""Several archives in one ZIP: the PDFs as they are, already compressed, one after the other."""

import zipfile
from collections.abc import Callable, Sequence
from typing import BinaryIO

from documents.archives.services import content_of, in_one_file
from documents.models import Archive
from sacoche.kit.clock import local


def write_zip(
    stream: BinaryIO, archives: Sequence[Archive], progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Write them to the stream. Raises StorageFailed, ArchiveDamaged."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive_file:
        for done, (name, archive) in enumerate(in_one_file(archives)):
            progress(done, len(archives))
            # The hour of the print, on the clock of the school: the same archives are the same bytes.
            told = zipfile.ZipInfo(name, local(archive.made_at).timetuple()[:6])
            archive_file.writestr(told, content_of(archive))
    progress(len(archives), len(archives))
