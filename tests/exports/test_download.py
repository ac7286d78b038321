"""The file of an hour: S161, S162 and the rights on it."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from documents.makers import makers
from documents.making import make_file
from documents.models import GeneratedFile
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from tests.factories import AccountFactory

GOLDEN = """<?xml version="1.0" encoding="UTF-8"?>
<sacoche>
	<donnees>
		<eleve id="0" nom="MÉNARD" prenom="Léa">
			<palier id="2">
				<competence id="8">
					<validation>
						<date>2013-06-14</date>
						<etat>1</etat>
						<info>D'É &amp; &quot;F&quot;</info>
					</validation>
					<item id="2111">
						<renseignement>
							<date>2013-05-30</date>
							<etat>0</etat>
							<info>DURAND P.</info>
						</renseignement>
					</item>
				</competence>
			</palier>
		</eleve>
		<eleve id="77" nom="MICHEL" prenom="Tom">
			<palier id="2">
				<competence id="8">
					<item id="2111">
						<renseignement>
							<date>2013-05-30</date>
							<etat>1</etat>
							<info>DURAND P.</info>
						</renseignement>
					</item>
					<item id="2112">
						<renseignement>
							<date>2013-05-30</date>
							<etat>1</etat>
							<info>DURAND P.</info>
						</renseignement>
					</item>
				</competence>
			</palier>
		</eleve>
	</donnees>
</sacoche>
"""


@pytest.fixture
def file(school: School, admin: Account, cm2: SchoolClass) -> GeneratedFile:
    return make(admin)


def make(owner: Account) -> GeneratedFile:
    asked = {"pupils": [pupil.pk for pupil in Account.objects.pupils()]}
    return make_file(maker=makers.get("sacoche"), school=owner.school, owner=owner, asked=asked)


def stored(file: GeneratedFile) -> Path:
    return Path(settings.DATA_DIR) / "exports" / file.token / "content"


def address(file: GeneratedFile) -> str:
    return reverse("exports:download", args=[file.token])


def test_download_gives_the_bytes_of_the_format(file: GeneratedFile, admin: Account, client_as: Any) -> None:
    answer = client_as(admin).get(address(file))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["import_validations.xml"]
        assert archive.read("import_validations.xml") == GOLDEN.replace("\n", "\r\n").encode()


def test_download_is_an_attachment_that_nothing_keeps(file: GeneratedFile, admin: Account, client_as: Any) -> None:
    answer = client_as(admin).get(address(file))
    assert answer["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "no-store")
    assert int(answer["Content-Length"]) == file.size


def test_download_is_for_its_maker_alone(
    file: GeneratedFile, director: Account, other_school: School, client_as: Any
) -> None:
    with school_scope(other_school):
        stranger = AccountFactory(profile=Profile.ADM)
        strangers_client = client_as(stranger)
    report = reverse("exports:generated", args=[file.token])
    for client in (client_as(director), strangers_client):
        assert [client.get(address(file)).status_code, client.get(report).status_code] == [404, 404]


def test_download_unknown_address_is_not_found(file: GeneratedFile, admin: Account, client_as: Any) -> None:
    assert client_as(admin).get(reverse("exports:download", args=["0" * 32])).status_code == 404


def test_download_after_an_hour_says_the_file_is_gone(file: GeneratedFile, admin: Account, client_as: Any) -> None:
    with time_machine.travel(file.expires_at, tick=False):
        client = client_as(admin)
        for page in (address(file), reverse("exports:generated", args=[file.token])):
            answer = client.get(page)
            assert answer.status_code == 410
            assert "plus sur le serveur" in answer.content.decode()


def test_purge_throws_the_file_after_an_hour_and_its_address_after_a_day(file: GeneratedFile, data_dir: Any) -> None:
    call_command("purge", verbosity=0)
    assert stored(file).exists()
    start = now().timestamp()
    with time_machine.travel(start + 3700, tick=False):
        call_command("purge", verbosity=0)
    assert not stored(file).parent.exists()
    assert GeneratedFile.objects.count() == 1
    with time_machine.travel(start + 3 * 86_400, tick=False):
        call_command("purge", verbosity=0)
    assert GeneratedFile.objects.count() == 0


def test_purge_throws_what_a_dead_process_left(school: School, data_dir: Any) -> None:
    left = data_dir / "exports" / "abandoned" / "content"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a file")
    with time_machine.travel(now().timestamp() + 3700, tick=False):
        call_command("purge", verbosity=0)
    assert not left.parent.exists()


def test_making_a_file_throws_the_expired_ones(file: GeneratedFile, admin: Account, school: School) -> None:
    with time_machine.travel(file.expires_at.timestamp() + 60, tick=False):
        make(admin)
    assert not stored(file).exists()


def test_purge_beside_another_purge_passes_over_what_is_gone(school: School, data_dir: Any) -> None:
    for kind in ("exports", "imports"):
        (data_dir / kind).mkdir()
        # Listed, then nothing there: what another purge leaves of a folder.
        (data_dir / kind / "gone").symlink_to(data_dir / "nowhere")
    call_command("purge", verbosity=0)


def test_download_of_a_file_already_purged_says_so(file: GeneratedFile, admin: Account, client_as: Any) -> None:
    stored(file).unlink()
    assert client_as(admin).get(address(file)).status_code == 410
