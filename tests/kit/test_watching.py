"""Whoever watches the server reads figures, and lines that a machine understands; none of them names anybody."""

import json
import logging
import re
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from sacoche.kit.watching.lines import ACCESS, OneObject, logging_settings, request_number

METRICS = {"Authorization": "Bearer jeton"}


@pytest.fixture
def metrics(settings, db):
    """What Prometheus reads of a figure of this server, by its name with its labels."""
    settings.METRICS_TOKEN = "jeton"

    def read(name: str) -> float:
        text = Client().get("/metrics", headers=METRICS).content.decode()
        found = re.search(rf"^{re.escape(name)} ([\d.e+-]+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0

    return read


def test_requests_are_counted_by_what_they_were_answered(metrics):
    before = metrics('sacoche_requests_total{status="4xx"}')
    Client().get("/cette-page-n-existe-pas/")

    assert metrics('sacoche_requests_total{status="4xx"}') == before + 1
    assert metrics("sacoche_request_seconds_count") > 0


def test_jobs_and_mails_that_wait_and_workers_are_told(metrics):
    for name in ("jobs_waiting", "jobs_running", "jobs_failed", "jobs_oldest_seconds", "workers", "mails_waiting"):
        assert metrics(f"sacoche_{name}") == 0


def test_passwords_hashed_are_counted(metrics):
    from accounts.hashers import OwaspArgon2Hasher

    before = metrics("sacoche_hashing_seconds_count")
    hasher = OwaspArgon2Hasher()
    assert hasher.verify("la-bonne-phrase", hasher.encode("la-bonne-phrase", hasher.salt()))

    assert metrics("sacoche_hashing_seconds_count") == before + 2


def test_each_answer_has_a_number_and_that_of_a_proxy_of_ours_is_kept(db):
    drawn = [Client().get("/")["X-Request-ID"] for _ in range(2)]
    assert len(set(drawn)) == 2

    given = {"X-Request-ID": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    assert Client().get("/", headers=given)["X-Request-ID"] == given["X-Request-ID"]
    assert Client(REMOTE_ADDR="203.0.113.9").get("/", headers=given)["X-Request-ID"] != given["X-Request-ID"]
    assert Client().get("/", headers={"X-Request-ID": 'un"faux numéro'})["X-Request-ID"] != 'un"faux numéro'


def line(**told) -> dict:
    record = logging.makeLogRecord({"name": "essai", "levelno": logging.ERROR, "levelname": "ERROR"} | told)
    return json.loads(OneObject().format(record))


def test_line_is_one_object_with_the_number_of_its_request():
    token = request_number.set("abc-123")
    try:
        told = line(msg="la base %s", args=("répond",))
    finally:
        request_number.reset(token)

    assert (told["message"], told["level"], told["request"]) == ("la base répond", "error", "abc-123")
    assert "request" not in line(msg="hors d'une demande")


def test_line_of_an_error_says_where_it_was_and_not_its_words():
    try:
        raise ValueError("duplicate key (login)=(zoe.martin)")
    except ValueError:
        told = line(msg="Internal Server Error", exc_info=sys.exc_info())

    assert told["error"] == "ValueError"
    assert told["where"][0].startswith(__file__)
    assert "zoe.martin" not in json.dumps(told)


def test_request_leaves_a_line_without_what_was_looked_for(db, caplog):
    with caplog.at_level(logging.INFO, ACCESS):
        Client().get("/?recherche=Martin")

    [record] = [each for each in caplog.records if each.name == ACCESS]
    assert (record.getMessage(), record.told["method"], record.told["status"]) == ("/", "GET", 200)


def test_log_is_of_text_or_of_objects_and_nothing_else():
    assert "formatter" not in logging_settings("text", hidden="x")["handlers"]["console"]
    assert logging_settings("json", hidden="x")["handlers"]["console"]["formatter"] == "json"
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT"):
        logging_settings("xml", hidden="x")
