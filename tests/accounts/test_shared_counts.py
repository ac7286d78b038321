"""CACHE_URL: failures of sign-in counted in a cache that several servers share, and what happens when it is silent."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.core.cache import caches, close_caches
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.models import SignInLock
from accounts.safety import counts
from accounts.safety.counting import LOCK, WINDOW, Counter
from accounts.safety.counts_in_cache import _name
from accounts.safety.owners import forget_failures, owner_of
from accounts.safety.throttle import (
    LONGEST_LOCK,
    Locked,
    count_failure,
    forget,
    forget_under,
    refuse_when_locked,
    slowing,
)
from entrance.signin import SignInRefused, sign_in
from sacoche.kit import cache as kit_cache
from sacoche.kit.clock import now
from tests.ent import free_port
from tests.factories import PASSWORD, AccountFactory

REDIS = shutil.which("redis-server") or "/usr/bin/redis-server"
needs_redis = pytest.mark.skipif(not shutil.which(REDIS), reason="no redis-server: apt-get install redis-server")


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of the tests alone, which keeps nothing on the disk."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    folder = tmp_path_factory.mktemp("redis")
    with subprocess.Popen([REDIS, *options], cwd=folder, stdout=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/3"
        running.terminate()


@pytest.fixture
def use_cache(settings):
    """use_cache(url): this server has that cache."""

    def use(url: str) -> None:
        settings.CACHES = kit_cache.caches(url, server="http://127.0.0.1:8000/")
        settings.HAS_CACHE = True
        counts.ask_again()

    yield use
    close_caches()
    counts.ask_again()


@pytest.fixture
def redis(redis_url: str, use_cache) -> None:
    use_cache(redis_url)
    caches["default"].clear()


def fail(counter: Counter, times: int) -> list[Counter]:
    return [lock for _ in range(times) for lock in count_failure([counter])]


def wait_of(counter: Counter) -> float | None:
    """For how many seconds a key is locked."""
    try:
        refuse_when_locked([counter])
    except Locked as lock:
        return round((lock.until - now()).total_seconds())
    return None


@pytest.fixture
def store(request, db):
    if request.param == "redis":
        request.getfixturevalue("redis")
    return request.param


both = pytest.mark.parametrize("store", ["rows", pytest.param("redis", marks=needs_redis)], indirect=True)


@both
def test_fifth_failure_locks_for_five_seconds_then_twice_as_long(store):
    counter = slowing("somebody", limit=5)
    assert (fail(counter, 4), wait_of(counter)) == ([], None)
    assert (fail(counter, 1), wait_of(counter)) == ([counter], 5)
    assert (fail(counter, 1), wait_of(counter)) == ([], 10)
    assert (fail(counter, 20), wait_of(counter)) == ([], 300)
    # In the cache alone, or in the rows alone.
    assert SignInLock.objects.exists() is (store == "rows")


@both
def test_proof_forgets_the_failures_of_a_key_alone(store):
    counter, other = slowing("me", limit=2), slowing("another", limit=2)
    fail(counter, 2), fail(other, 2)

    forget([counter])

    assert (wait_of(counter), wait_of(other)) == (None, 5)
    assert fail(counter, 1) == []


@both
def test_new_password_forgets_every_key_that_goes_on_from_the_owner(store, django_capture_on_commit_callbacks):
    keys = ["owner", "owner:192.0.2.1", "owner:device:x", "ownership:192.0.2.1"]
    counters = [slowing(key, limit=1) for key in keys]
    count_failure(counters)

    with django_capture_on_commit_callbacks(execute=True):
        forget_under("owner")

    assert [wait_of(counter) for counter in counters] == [None, None, None, 5]
    assert count_failure(counters[:3]) == counters[:3]


@both
def test_many_failures_at_the_same_moment_are_all_counted(store, transactional_db):
    """Of forty tries at once, none is lost: who guesses in parallel is counted as who guesses one by one."""
    counter = Counter("hurried", limit=40)
    if connection.vendor == "sqlite" and store == "rows":
        fail(counter, 39)
    else:
        threads = [threading.Thread(target=_fail_apart, args=[counter]) for _ in range(39)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wait_of(counter) is None
    assert fail(counter, 1) == [counter]


def _fail_apart(counter: Counter) -> None:
    count_failure([counter])
    connection.close()


@both
def test_lock_that_does_not_double_wipes_the_slate_when_it_ends(store):
    counter = Counter("codes", limit=3)
    fail(counter, 3)
    assert wait_of(counter) == LOCK.total_seconds()
    if store == "rows":
        with time_machine.travel(now() + LOCK):
            assert (wait_of(counter), fail(counter, 2)) == (None, [])
    else:
        # The clock of the cache is its own: what it keeps, and for how long.
        assert [_term("count", counter), _term("lock", counter)] == [pytest.approx(LOCK.total_seconds(), abs=5)] * 2


@needs_redis
@pytest.mark.parametrize(
    ("counter", "failures", "term"),
    [
        (Counter("few", limit=3, longest=LONGEST_LOCK), 2, WINDOW),
        (Counter("first lock", limit=3, longest=LONGEST_LOCK), 3, WINDOW),
        (Counter("long lock", limit=3, longest=LONGEST_LOCK), 9, LOCK * 2**6),
        (slowing("slow", limit=5), 12, WINDOW),
    ],
)
def test_cache_forgets_an_hour_after_the_first_failure_or_with_a_longer_lock(redis, counter, failures, term):
    fail(counter, failures)
    assert _term("count", counter) == pytest.approx(term.total_seconds(), abs=5)


def _term(kind: str, counter: Counter) -> int:
    """In how many seconds the cache forgets what it keeps of a key."""
    cache = caches["default"]
    return cache._cache.get_client(None).ttl(cache.make_key(_name(kind, counter.key, 0)))


@needs_redis
def test_whoever_guesses_is_slowed_by_the_cache_and_a_new_password_opens(
    redis, school, django_capture_on_commit_callbacks
):
    account = AccountFactory(login="durand")
    codes = {"school": school, "login": "durand", "address": "192.0.2.1"}
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(password="faux", **codes)
    with pytest.raises(Locked):
        sign_in(password=PASSWORD, **codes)

    with django_capture_on_commit_callbacks(execute=True):
        forget_failures(account)

    assert sign_in(password=PASSWORD, **codes) == account
    assert not SignInLock.objects.exists()


# --- A cache that is late, or silent ----------------------------------------------------------------------------------


@contextmanager
def _silent_server() -> Iterator[int]:
    """Takes calls, and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


@pytest.fixture(params=["silent", "away"])
def dead_cache(request, use_cache) -> Iterator[None]:
    if request.param == "away":
        use_cache(f"redis://127.0.0.1:{free_port()}/0")
        yield
        return
    with _silent_server() as port:
        use_cache(f"redis://127.0.0.1:{port}/0")
        yield


def test_silent_cache_neither_keeps_people_out_nor_lets_them_guess(dead_cache, school, caplog):
    account = AccountFactory(login="durand")
    codes = {"school": school, "login": "durand", "address": "192.0.2.1"}
    began = time.monotonic()

    assert sign_in(password=PASSWORD, **codes) == account
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(password="faux", **codes)
    with pytest.raises(Locked):
        sign_in(password=PASSWORD, **codes)

    # It was asked once, and left alone: nobody waits for it again and again.
    assert time.monotonic() - began < 5
    assert [record.levelname for record in caplog.records if "CACHE_URL" in record.message] == ["ERROR"]
    assert SignInLock.objects.filter(key=owner_of(account)).exists()


@needs_redis
def test_cache_that_comes_back_is_asked_again(school, use_cache, redis_url, monkeypatch):
    use_cache(f"redis://127.0.0.1:{free_port()}/0")
    counter = slowing("comes-back", limit=5)
    fail(counter, 1)
    assert SignInLock.objects.count() == 1
    close_caches()
    use_cache(redis_url)
    caches["default"].clear()

    assert (fail(counter, 5), SignInLock.objects.count()) == ([counter], 1)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("localhost:6379", "n'est pas une sorte de cache connue"),
        ("//localhost:6379", "il manque « redis:// »"),
        ("memcached://serveur:11211", "« memcached » n'est pas une sorte de cache connue"),
        ("redis://", "il manque le nom du serveur"),
        ("redis://serveur:porte/0", "le port n'est pas un nombre"),
        ("redis://serveur:99999/0", "le port n'est pas un nombre"),
        ("redis://serveur/base", "« base » n'est pas le numéro d'une base"),
        ("redis://[::1/0", "l'adresse est coupée"),
    ],
)
def test_address_that_is_no_cache_is_refused_in_words_without_its_password(url, words):
    with pytest.raises(ImproperlyConfigured) as refused:
        kit_cache.caches(url.replace("//s", "//:motdepasse@s"), server="x")
    assert words in str(refused.value)
    assert ("redis://serveur:6379/0" in str(refused.value), "motdepasse" in str(refused.value)) == (True, False)


def test_server_without_a_cache_keeps_nothing_in_its_own_memory():
    caches["default"].set("a", 1)
    assert caches["default"].get("a") is None
