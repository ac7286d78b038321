"""docs/exploitation.md followed to the letter, while the installation has no other school."""

from pathlib import Path

import pytest

from tests import manual
from tests.cluster.installation import Installation
from tests.e2e.backstage import ROOT

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(240)]


def test_server_of_one_machine_is_made_by_the_commands_of_the_document(host: Installation, tmp_path: Path):
    settings, server = tmp_path / "sacoche.env", host.third
    data = {"/srv/sacoche-data": server.environment["DATA_DIR"], "postgres:///sacoche": host.primary.address}
    manual.run("réglages", {"/etc/sacoche.env": str(settings)} | data)
    assert settings.stat().st_mode & 0o777 == 0o600
    with settings.open("a", encoding="utf-8") as more:
        more.writelines(f"{name}='{server.environment[name]}'\n" for name in ("SECRET_KEY", "PRIVATE_STORAGE_URL"))
    here = {"/srv/sacoche\n": f"{ROOT}\n", "/etc/sacoche.env": str(settings)}

    made = manual.run("préparer", here)
    copied = manual.run("sauvegarder", here)
    looked = manual.run("regarder", here)

    assert "École Jean Macé" in made
    assert "veille" in made
    assert "École Jean Macé" in copied
    assert "est celle de sa base" in looked
