"""A part of the installation is away or late for a while: what can be served is, the rest is said in French."""

import pytest

from tests.cluster.installation import Installation
from tests.cluster.people import PASSWORD, Saving, open_class
from tests.several.people import Person

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(240)]
_FILE = "Nom Eleve;Prenom Eleve;Niveau;Classe\nMARTIN;Zoé;CP;CP A\n".encode()
_RUNS = """
from imports.models import ImportRun
from sacoche.kit.tenancy import all_schools
with all_schools():
    answer = ImportRun.objects.count()
"""


def test_cache_away_keeps_nobody_out_and_still_slows_who_guesses(host: Installation):
    school = open_class(host, "École sans cache", people=1)
    host.redis.kill()
    try:
        assert school.signed_in(0).get(host, "/accueil/").status == 200
        wrong = {"base": school.number, "login": "prof0", "password": "pas-celui-la"}
        answers = [Person().post(host, "/", **wrong).status for _ in range(7)]
        assert 429 in answers
    finally:
        host.redis.go()


def test_storage_away_leaves_the_grids_open_and_a_file_is_refused_whole(host: Installation):
    school = open_class(host, "École sans stockage", people=1)
    browser = host.browser(host.one.create_school("École d'un import"))
    chosen = [("categorie", "base_eleves_eleves"), ("vue", "complete")]
    before = host.one.evaluate(_RUNS)
    host.balancer.say("set server files/s3 state maint")
    try:
        # Longer than the balancer takes to leave out a server that is not well.
        with Saving(school) as saving:
            saving.wait_for_saves(40)
        saving.check()
        assert [each.interruptions for each in saving.teachers] == [0]
        refused = browser.post_file("/imports/", chosen, "eleves.csv", _FILE, status=503)
        assert "Réessayez dans quelques minutes" in refused.text()
        assert host.one.evaluate(_RUNS) == before
    finally:
        host.balancer.say("set server files/s3 state ready")
    browser.post_file("/imports/", chosen, "eleves.csv", _FILE, status=302)


def test_pgbouncer_started_again_loses_nothing(host: Installation):
    school = open_class(host, "École du PgBouncer relancé", people=3)
    with Saving(school) as saving:
        host.bouncer.kill()
        host.bouncer.go(host.primary)
        saving.wait_for_saves(5)

    saving.check()
    for sentence in (sentence for each in saving.teachers for sentence in each.sentences):
        assert "SACoche ne répond pas pour le moment" in sentence


def test_machine_that_no_longer_takes_writes_is_said_to_be_away_until_it_does(host: Installation):
    school = open_class(host, "École en lecture seule", people=2)
    with Saving(school) as saving:
        host.primary.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        host.primary.execute("SELECT pg_reload_conf()")
        host.wait(lambda: all(each.interruptions for each in saving.teachers))
        host.primary.execute("ALTER SYSTEM RESET default_transaction_read_only")
        host.primary.execute("SELECT pg_reload_conf()")
        saving.wait_for_saves()

    saving.check()
    for sentence in (sentence for each in saving.teachers for sentence in each.sentences):
        assert "SACoche ne répond pas pour le moment" in sentence


def _extracted(host: Installation, person: Person) -> str:
    answer = person.post(host, "/extraction/", extraction="eleves", is_with_left="on", table_format="csv")
    assert answer.status == 200, answer.text
    return answer.body.decode("utf-8-sig")


def _reads(host: Installation) -> int:
    """How often the standby was asked for accounts."""
    question = (
        "SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables WHERE relname = 'accounts_account'"
    )
    return int(str(host.standby.ask(question)))


def test_files_are_read_from_the_standby_and_from_the_primary_as_long_as_it_is_late(host: Installation):
    school = open_class(host, "École de la réplique", people=2)
    admin = Person()
    assert admin.sign_in(host, school=school.number, login="admin", password=PASSWORD).status == 302
    before = _reads(host)
    assert "MARTIN1" in _extracted(host, admin)
    host.wait(lambda: _reads(host) > before)

    host.standby.execute("SELECT pg_wal_replay_pause()")
    try:
        host.one.evaluate(
            "from accounts.models import Account\nfrom sacoche.kit.tenancy import all_schools\n"
            f"with all_schools(): answer = Account.objects.filter(pk={school.pupils[1]}).update(last_name='DUBOIS')"
        )
        assert "DUBOIS" in _extracted(host, admin)
    finally:
        host.standby.execute("SELECT pg_wal_replay_resume()")


def test_standby_away_is_not_waited_for_once_the_operator_says_so_and_comes_back(host: Installation):
    school = open_class(host, "École sans réplique", people=1)
    admin = Person()
    assert admin.sign_in(host, school=school.number, login="admin", password=PASSWORD).status == 302
    # Until then nothing is answered « saved » that is not on both machines.
    host.primary.be_alone()
    host.standby.kill()
    try:
        assert "MARTIN0" in _extracted(host, admin)
    finally:
        host.standby.go()
        host.standby.be_waited_for(host.primary)
