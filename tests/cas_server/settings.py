"""The CAS server of the tests: an ENT, as schools have one. It runs in `.venv-cas`, in a process of its own."""

import os
from pathlib import Path

FOLDER = Path(os.environ["ENT_FOLDER"])
SECRET_KEY = "an ENT that lives for the time of a test"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "ent.sqlite3"}}
INSTALLED_APPS = ["django.contrib.sessions", "django.contrib.messages", "cas_server"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
# Otherwise it asks a registry for its own last version.
CAS_NEW_VERSION_HTML_WARNING = CAS_NEW_VERSION_EMAIL_WARNING = False
# Cookies ignore ports: those of the product have other names.
SESSION_COOKIE_NAME = "cas_session"
CSRF_COOKIE_NAME = "cas_csrf"
CAS_AUTH_CLASS = "auth_json.JsonAuth"
# Its own pages fetch their style from other machines.
CAS_LOGIN_TEMPLATE = "login.html"
CAS_LOGGED_TEMPLATE = CAS_LOGOUT_TEMPLATE = CAS_WARN_TEMPLATE = "said.html"
