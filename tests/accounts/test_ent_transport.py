"""Asking a server that a school named: what it may be, and how long it is listened to."""

import datetime
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from entrance.cas import transport
from entrance.cas.faults import CasFault
from entrance.cas.transport import NetworkInTransaction, Transport
from entrance.cas.turns import Turns
from tests.canned import Canned, canned_server, success
from tests.ent import Authority, free_port


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def allow(settings: object, authority: Authority) -> Callable[[int], None]:
    """`allow(port)`: the operator lets « localhost » be called on that port, and trusts the authority."""

    def set_up(port: int) -> None:
        settings.CAS_PORTS = frozenset([443, port])  # type: ignore[attr-defined]
        settings.CAS_PRIVATE_HOSTS = frozenset(["localhost"])  # type: ignore[attr-defined]
        settings.CAS_CA_BUNDLE = str(authority.bundle)  # type: ignore[attr-defined]

    return set_up


@pytest.fixture
def canned(authority: Authority, allow: Callable[[int], None]) -> Iterator[Canned]:
    with canned_server(authority.certificate()) as server:
        allow(server.port)
        yield server


def code_of(url: str) -> str:
    with pytest.raises(CasFault) as fault:
        Transport().get(url)
    return fault.value.code


def test_server_is_asked_by_its_name_with_our_own(canned: Canned) -> None:
    canned.say(success("prof"))
    answer = Transport().get(
        f"https://localhost:{canned.port}/cas/v", {"service": "http://a/?sso=1&b", "ticket": "ST-é"}
    )
    assert answer.content.decode() == success("prof")
    assert canned.asked == ["/cas/v?service=http%3A%2F%2Fa%2F%3Fsso%3D1%26b&ticket=ST-%C3%A9"]
    assert (canned.last_headers["User-Agent"], canned.last_headers["Host"]) == (
        transport.USER_AGENT,
        f"localhost:{canned.port}",
    )


@pytest.mark.parametrize(("status", "code"), [(302, "redirection"), (404, "statut"), (500, "statut"), (204, "statut")])
def test_redirection_and_errors_are_not_followed(canned: Canned, status: int, code: str) -> None:
    canned.say("", status=status, headers={"Location": f"https://localhost:{canned.port}/ailleurs"})
    assert code_of(f"https://localhost:{canned.port}/v") == code
    assert len(canned.asked) == 1


def test_answer_of_two_megabytes_is_left_half_way(canned: Canned) -> None:
    canned.say(b"x" * 2_000_000)
    assert code_of(f"https://localhost:{canned.port}/v") == "trop-long"


def test_slow_server_is_left(canned: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ANSWER_SECONDS", 0.3)
    canned.say("", delay=2)
    assert code_of(f"https://localhost:{canned.port}/v") == "trop-lent"


def test_server_that_drips_its_answer_is_left_at_the_same_moment(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "ANSWER_SECONDS", 0.5)
    canned.say("x" * 1000, drip=0.1)
    began = time.monotonic()
    assert code_of(f"https://localhost:{canned.port}/v") == "trop-lent"
    assert time.monotonic() - began < 5


def test_server_that_is_down_is_said(allow: Callable[[int], None]) -> None:
    port = free_port()
    allow(port)
    assert code_of(f"https://localhost:{port}/v") == "injoignable"


def test_name_that_does_not_exist_is_said(settings: object) -> None:
    assert code_of("https://cas.ent.invalid/v") == "nom-inconnu"


def test_server_that_does_not_speak_http_is_said(authority: Authority, allow: Callable[[int], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        allow(server.getsockname()[1])

        def hang_up() -> None:
            accepted, _ = server.accept()
            accepted.recv(100)
            accepted.sendall(b"SSH-2.0-bonjour\r\n")
            accepted.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        assert code_of(f"https://localhost:{server.getsockname()[1]}/v") == "tls"
        thread.join()


YESTERDAY = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)


def test_expired_certificate_is_refused(authority: Authority, allow: Callable[[int], None]) -> None:
    with canned_server(authority.certificate(not_after=YESTERDAY)) as server:
        allow(server.port)
        assert code_of(f"https://localhost:{server.port}/v") == "certificat"
    assert server.asked == []


def test_certificate_of_another_name_is_refused(authority: Authority, allow: Callable[[int], None]) -> None:
    with canned_server(authority.certificate("cas.ent.example")) as server:
        allow(server.port)
        assert code_of(f"https://localhost:{server.port}/v") == "certificat"


def test_unknown_authority_is_refused_and_accepted_once_the_operator_gives_it(
    canned: Canned, settings: object, authority: Authority
) -> None:
    canned.say("<a/>")
    settings.CAS_CA_BUNDLE = ""  # type: ignore[attr-defined]
    assert code_of(f"https://localhost:{canned.port}/v") == "certificat"
    settings.CAS_CA_BUNDLE = str(authority.bundle)  # type: ignore[attr-defined]
    assert Transport().get(f"https://localhost:{canned.port}/v").content == b"<a/>"


def test_private_address_is_never_called_unless_the_operator_named_the_host(canned: Canned, settings: object) -> None:
    settings.CAS_PRIVATE_HOSTS = frozenset(["autre.exemple"])  # type: ignore[attr-defined]
    assert code_of(f"https://localhost:{canned.port}/v") == "adresse-privee"
    assert canned.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.3.4", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1"),
        *("64:ff9b::a00:1", "::10.0.0.1", "fec0::1", "2001:0:0a00:1::1"),
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_its_networks_are_private(address: str) -> None:
    with pytest.raises(CasFault) as fault:
        transport._refuse_private("cas.ent.example", address)
    assert fault.value.code == "adresse-privee"


def test_name_that_leads_to_a_public_and_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may change its mind: what is reached is what was looked at."""
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    assert code_of("https://cas.ent.example/v") == "adresse-privee"


class Unreachable(socket.socket):
    """A connection to an address that never answers."""

    def connect(self, address: object) -> None:
        time.sleep(self.gettimeout() or 0)
        raise TimeoutError


def test_name_of_many_addresses_that_do_not_answer_is_left_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"8.8.8.{number}", 443)) for number in range(60)]
    monkeypatch.setattr(transport, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    monkeypatch.setattr(socket, "socket", Unreachable)
    began = time.monotonic()
    assert code_of("https://cas.ent.example/v") == "trop-lent"
    assert time.monotonic() - began < 1


def test_second_address_of_a_name_is_tried_when_the_first_does_not_answer(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    canned.say("<a/>")

    class FirstIsUnreachable(socket.socket):
        def connect(self, address: tuple[str, int]) -> None:
            if address[0] == "8.8.8.8":
                raise TimeoutError
            super().connect(address)

    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    answers = [(*kind, ("8.8.8.8", canned.port)), (*kind, ("127.0.0.1", canned.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    monkeypatch.setattr(socket, "socket", FirstIsUnreachable)
    assert Transport().get(f"https://localhost:{canned.port}/v").content == b"<a/>"


@pytest.mark.parametrize(
    "url",
    [
        "http://cas.ent.example/v",
        "https://cas.ent.example:22/v",
        "https://cas.ent.example:99999/v",
        "https://admin@cas.ent.example/v",
        "https://127.0.0.1/v",
        "https://2130706433/v",
        "https://[::1]/v",
        "https:///v",
        "https://*/v",
        "https://a;b.example/v",
        "https://cas_.ent.example/v",
        "https://-cas.ent.example/v",
        "ftp://cas.ent.example/v",
        "file:///etc/passwd",
        "https://cas.ent.example/a\r\nHost: b",
        "https://cas.ent.example/a b",
    ],
)
def test_only_https_names_on_permitted_ports_are_called(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_connect", lambda *args: pytest.fail("called"))
    assert code_of(url) == "adresse-interdite"


def test_proxies_and_authorities_of_the_environment_change_nothing(
    canned: Canned, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    canned.say("<a/>")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    assert Transport().get(f"https://localhost:{canned.port}/v").content == b"<a/>"


# --- Turns ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """The calls of a process that has just started."""
    fresh = Turns()
    monkeypatch.setattr(transport, "_turns", fresh)
    return fresh


@contextmanager
def calls_in_progress(turns: Turns, host: str, count: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(turns.turn(host))
        yield


def is_refused(turns: Turns, host: str) -> str:
    with pytest.raises(CasFault) as fault, turns.turn(host):
        pass
    return fault.value.code


def test_calls_of_a_process_leave_one_of_its_threads_to_the_pages(turns: Turns, canned: Canned) -> None:
    canned.say("<a/>")
    url = f"https://localhost:{canned.port}/v"
    with calls_in_progress(turns, "a.example", 1), calls_in_progress(turns, "b.example", 2):
        began = time.monotonic()
        assert code_of(url) == "occupe"
        # Whoever waited here would hold the fourth one.
        assert time.monotonic() - began < 0.5
    assert canned.asked == []
    assert Transport().get(url).content == b"<a/>"


def test_server_that_is_slow_is_called_less_and_others_are_still_called(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrance.cas.turns.SLOW_SECONDS", 0.05)
    with turns.turn("slow.example"):
        time.sleep(0.06)
    with calls_in_progress(turns, "slow.example", 2):
        assert is_refused(turns, "slow.example") == "trop-lent"
        with turns.turn("quick.example"):
            pass
    with turns.turn("slow.example"):
        """It answers at once again."""
    with calls_in_progress(turns, "slow.example", 3):
        """As many as of any other."""


def test_server_is_slow_before_it_has_answered(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrance.cas.turns.SLOW_SECONDS", 0.05)
    with calls_in_progress(turns, "slow.example", 3):
        time.sleep(0.06)
        assert is_refused(turns, "slow.example") == "trop-lent"


@pytest.mark.django_db(transaction=True)
def test_no_server_is_called_while_a_transaction_is_open(canned: Canned) -> None:
    with transaction.atomic(), pytest.raises(NetworkInTransaction):
        Transport().get(f"https://localhost:{canned.port}/v")
    assert canned.asked == []
