"""Written and read as streams: memory does not grow with the number of pupils."""

import datetime
import io
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from socle.exchange import Decision, PupilRecord, open_document, read, write_archive
from socle.grids import grid_items

NOON = datetime.datetime(2013, 6, 14, 12, tzinfo=datetime.UTC)
MEGABYTE = 1024 * 1024


def pupils(count: int) -> Iterator[PupilRecord]:
    items = [item for item in grid_items() if item.palier_id == 2]
    for rank in range(count):
        on = datetime.date(2013, 6, 1 + rank % 20)
        decisions = [Decision(item.pilier_id, item.id, rank % 2, on, f"DURAND {rank % 9}.") for item in items]
        yield PupilRecord(0, f"NOM {rank}", "Zoé", decisions)


def write_pupils(count: int) -> io.BytesIO:
    stream = io.BytesIO()
    write_archive(stream, pupils(count), at=NOON)
    return stream


def read_pupils(file: io.BytesIO) -> int:
    with open_document(file, "import-sacoche.zip") as document:
        return sum(len(record.decisions) for record in read(document, default_author=""))


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    reached = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return reached


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_write_400_pupils_peaks_like_100():
    write_pupils(1)
    assert peak(lambda: write_pupils(400)) < peak(lambda: write_pupils(100)) + 3 * MEGABYTE


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_read_400_pupils_peaks_like_100():
    large, small = write_pupils(400), write_pupils(100)
    assert read_pupils(large) == 400 * 110
    assert peak(lambda: read_pupils(large)) < peak(lambda: read_pupils(small)) + 3 * MEGABYTE
