"""Private files in a folder and on a server of objects: the same calls, the same answers, the same French words."""

import datetime
import io
import resource
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured

from sacoche.kit.clock import now
from sacoche.kit.private_storage import private_storage
from sacoche.kit.stored import StorageFailed, discard, discard_file, fetch, keys_left_since, read, store
from tests.s3 import free_port, new_bucket, object_server, storage_url


@pytest.fixture(scope="module")
def objects() -> Iterator[int]:
    with object_server() as port:
        yield port


@pytest.fixture(params=["folder", "s3"])
def storage(request, settings) -> None:
    """Each test here is one for a folder, and one for a server of objects."""
    if request.param == "s3":
        use(settings, new_bucket(request.getfixturevalue("objects")))


def use(settings, url: str, **timeouts: float) -> None:
    said = private_storage(url)
    if timeouts:
        said["OPTIONS"]["client_config"] = said["OPTIONS"]["client_config"].merge(Config(**timeouts))
    settings.STORAGES = {**settings.STORAGES, "private": said}


def test_file_is_read_back_and_replaced_whole(storage):
    store("imports", "run1", "fichier", b"first, and longer")
    store("imports", "run1", "fichier", io.BytesIO(b"second"))

    assert read("imports", "run1", "fichier") == b"second"
    with fetch("imports", "run1", "fichier") as stream:
        assert (stream.read(3), stream.read()) == (b"sec", b"ond")


def test_file_that_is_gone_is_none_and_deleting_it_again_is_harmless(storage):
    store("imports", "run1", "fichier", b"x")
    discard_file("imports", "run1", "fichier")
    discard_file("imports", "run1", "fichier")
    discard("imports", "run1")

    assert (read("imports", "run1", "fichier"), fetch("imports", "nothing", "fichier")) == (None, None)


def test_large_file_comes_back_whole(storage):
    content = bytes(range(256)) * 48 * 1024
    store("exports", "t", "content", io.BytesIO(content))

    assert read("exports", "t", "content") == content


def test_key_goes_with_all_its_files_and_no_other(storage):
    for key, name in (("a", "one"), ("a", "two"), ("ab", "one")):
        store("imports", key, name, b"x")
    discard("imports", "a")

    assert [read("imports", *place) for place in (("a", "one"), ("a", "two"), ("ab", "one"))] == [None, None, b"x"]


def test_purge_finds_the_keys_where_nothing_changed_since(storage):
    for key in ("a", "b"):
        store("imports", key, "fichier", b"x")
    store("exports", "c", "content", b"x")

    assert sorted(keys_left_since("imports", now() + datetime.timedelta(seconds=2))) == ["a", "b"]
    assert keys_left_since("imports", now() - datetime.timedelta(minutes=1)) == []
    assert keys_left_since("nothing", now()) == []


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", ".hidden", "../../etc"])
def test_name_that_would_leave_its_folder_is_refused(storage, name):
    with pytest.raises(ValueError, match="unsafe name"):
        store("imports", name, "fichier", b"x")
    with pytest.raises(ValueError, match="unsafe name"):
        read("imports", "run1", name)


def test_file_of_a_folder_is_the_server_s_alone(data_dir):
    store("imports", "run1", "fichier", b"x")
    path = data_dir / "imports" / "run1" / "fichier"

    assert [oct(each.stat().st_mode)[-3:] for each in (path, path.parent, path.parent.parent)] == ["600", "700", "700"]


@pytest.fixture
def full_disk() -> Iterator[None]:
    """From a few bytes on, the system refuses to write."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_full_disk_is_said_and_what_was_there_stays_whole(data_dir, full_disk):
    store("imports", "run1", "fichier", b"before")

    with pytest.raises(StorageFailed, match="Le disque de ce serveur est plein : rien n'a été enregistré"):
        store("imports", "run1", "fichier", b"x" * 5000)

    assert read("imports", "run1", "fichier") == b"before"
    assert [path.name for path in (data_dir / "imports" / "run1").iterdir()] == ["fichier"]


def test_folder_out_of_reach_is_said(data_dir):
    (data_dir / "imports").write_text("not a folder")

    with pytest.raises(StorageFailed, match="hors d'atteinte"):
        store("imports", "run1", "fichier", b"x")


ACTS = {
    "store": lambda: store("imports", "run1", "fichier", b"x"),
    "read": lambda: read("imports", "run1", "fichier"),
    "discard": lambda: discard("imports", "run1"),
    "purge": lambda: keys_left_since("imports", now()),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_server_of_objects_that_is_down_is_said(settings, act):
    use(settings, storage_url(free_port()), retries={"total_max_attempts": 1})

    with pytest.raises(StorageFailed, match="Le serveur de fichiers ne répond pas"):
        act()


def test_bucket_that_does_not_exist_is_said(settings, objects):
    use(settings, storage_url(objects))

    with pytest.raises(StorageFailed, match="Le serveur de fichiers ne répond pas"):
        store("imports", "run1", "fichier", b"x")


def test_server_of_objects_that_never_answers_is_given_up(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        threading.Thread(target=silent.accept, daemon=True).start()
        use(settings, storage_url(silent.getsockname()[1]), read_timeout=0.5, retries={"total_max_attempts": 1})
        began = time.monotonic()

        with pytest.raises(StorageFailed, match="Le serveur de fichiers ne répond pas"):
            store("imports", "run1", "fichier", b"x")

    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "url",
    [
        "https://host/bucket",
        "s3://host",
        "s3://host/bucket/below",
        "s3:///bucket",
        "s3://host/bucket?scheme=ftp",
    ],
)
def test_address_of_a_storage_that_is_none_is_refused_in_words(url):
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_STORAGE_URL s'écrit s3://"):
        private_storage(url)


def test_address_of_a_storage_is_read_whole():
    options = private_storage("s3://k:a%2Fb@objets.exemple.fr:9000/ecole?region=fr-par")["OPTIONS"]

    read_options = ("access_key", "secret_key", "bucket_name", "endpoint_url", "region_name")
    assert [options[name] for name in read_options] == ["k", "a/b", "ecole", "https://objets.exemple.fr:9000", "fr-par"]
