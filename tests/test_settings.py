"""PUBLIC_URL decides alone how the server is reached (S4: under a sub-path too)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASKED = [
    "PUBLIC_PREFIX",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
    "ALLOWED_HOSTS",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "STATIC_URL",
    "DEBUG",
]


def settings_with(tmp_path: Path, **environment: str) -> dict:
    """The settings of a server started with this environment and nothing else."""
    code = (
        "import json, django; django.setup(); from django.conf import settings; from django.urls import reverse;"
        f"print(json.dumps({{k: getattr(settings, k) for k in {ASKED!r}}} | {{'home': reverse('home')}}))"
    )
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "sacoche.settings", "DATA_DIR": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def test_loopback_by_default_with_debug_off(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, PORT="8123")
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert (settings["SESSION_COOKIE_NAME"], settings["SESSION_COOKIE_SECURE"]) == ("sacoche_session", False)


def test_https_at_the_root_binds_cookies_to_the_host(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, PUBLIC_URL="https://sacoche.example/")
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sacoche_session"
    assert settings["SESSION_COOKIE_PATH"] == "/"
    assert settings["ALLOWED_HOSTS"] == ["sacoche.example"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_sub_path_holds_links_assets_and_cookies(tmp_path: Path) -> None:
    """S4."""
    settings = settings_with(tmp_path, PUBLIC_URL="https://ecoles.example/sacoche/")
    assert settings["PUBLIC_PREFIX"] == "/sacoche"
    assert settings["home"] == "/sacoche/accueil/"
    assert settings["STATIC_URL"] == "/sacoche/static/"
    assert settings["SESSION_COOKIE_PATH"] == "/sacoche/"
    assert settings["CSRF_COOKIE_NAME"] == "__Secure-sacoche_csrf"


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings_with(tmp_path)
    first = (tmp_path / "secret_key").read_text()
    settings_with(tmp_path)
    assert (tmp_path / "secret_key").read_text() == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["sacoche.example", "ftp://sacoche.example/", "https:///"])
def test_wrong_public_url_stops_the_server_in_words(tmp_path: Path, address: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        settings_with(tmp_path, PUBLIC_URL=address)
    assert "PUBLIC_URL must be an http or https address" in stopped.value.stderr


@pytest.mark.parametrize("sites", ["*", "ent.exemple.fr", "https://ent.exemple.fr/page", "https://a.fr; script-src *"])
def test_wrong_site_of_frames_stops_the_server_in_words(tmp_path: Path, sites: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        settings_with(tmp_path, FRAME_ANCESTORS=sites)
    assert "is not like https://ent.example" in failed.value.stderr


@pytest.mark.parametrize("contact", ["securite", "http://exemple.fr/", "a@b.fr\nContact: mailto:x@y.fr", "https://a b"])
def test_wrong_security_contact_stops_the_server_in_words(tmp_path: Path, contact: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        settings_with(tmp_path, SECURITY_CONTACT=contact)
    assert "is neither an e-mail address nor an https address" in stopped.value.stderr


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o711, 0o777])
def test_data_folder_open_to_others_is_closed_at_start_and_it_is_said(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "prive"
    folder.mkdir()
    folder.chmod(mode)
    answer = start(DATA_DIR=str(folder))
    assert (answer.returncode, folder.stat().st_mode & 0o777) == (0, 0o700)
    assert "était ouvert à d'autres comptes de cette machine : fermé" in answer.stderr
    assert start(DATA_DIR=str(folder)).stderr == ""


def test_data_folder_that_everybody_uses_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    folder.chmod(0o1777)
    answer = start(DATA_DIR=str(folder))
    assert (answer.returncode, folder.stat().st_mode & 0o7777) == (1, 0o1777)
    assert "Donnez un dossier à lui seul" in answer.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a folder to somebody else")
def test_data_folder_of_somebody_else_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "prive"
    folder.mkdir()
    folder.chmod(0o755)
    os.chown(folder, 65534, 65534)
    assert "n'est pas à celui du serveur" in start(DATA_DIR=str(folder)).stderr


def test_whatever_the_server_writes_is_for_its_account_alone(tmp_path: Path) -> None:
    code = "open('a.txt', 'w').close(); import os; os.makedirs('b/c'); import tempfile; print(tempfile.gettempdir())"
    answer = start(code, umask=0, DATA_DIR=str(tmp_path / "prive"), cwd=str(tmp_path))
    assert answer.stdout.strip() == str(tmp_path / "prive" / "temporary")
    made = {str(path.relative_to(tmp_path)): path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")}
    assert {"a.txt", "b/c", "prive/secret_key", "prive/static", "prive/temporary"} <= made.keys()
    assert set(made.values()) == {0}


def start(
    code: str = "pass", *, umask: int = 0o022, cwd: str = str(ROOT), **environment: str
) -> subprocess.CompletedProcess[str]:
    """A process that reads the settings, then runs some code, under the umask of an ordinary account."""
    whole = f"import django; django.setup(); {code}"
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "sacoche.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", whole],
        cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False, umask=umask,
    )  # fmt: skip
