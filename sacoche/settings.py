"""Settings, all read from the environment (see README.md). `PUBLIC_URL` alone decides how the server is reached."""

import contextlib
import ipaddress
import os
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from sacoche.kit.cache import caches
from sacoche.kit.databases import databases, routers
from sacoche.kit.private import TEMPORARY, close_to_others
from sacoche.kit.private_storage import private_storage
from sacoche.kit.watching.lines import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
TESTING = "pytest" in sys.modules

# --- Where things live ------------------------------------------------------------------------------------------------
# Before anything is written: whatever this server makes is for the account it runs under, and for nobody else.
os.umask(0o077)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
close_to_others(DATA_DIR)
(DATA_DIR / TEMPORARY).mkdir(mode=0o700, exist_ok=True)
if not TESTING:
    # Of every library; pytest keeps its own folders where it is used to.
    tempfile.tempdir = str(DATA_DIR / TEMPORARY)


def _secret_key() -> str:
    """The key of the environment, else the one made on the first run and kept in DATA_DIR (0600)."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        draft = DATA_DIR / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
            stream.write(get_random_secret_key())
        # A link appears whole, and only once: of two processes that start together one gives its key to both.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key()

# --- How the server is reached ----------------------------------------------------------------------------------------
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}/").rstrip("/") + "/"
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in ("http", "https") or not _public.hostname:
    raise ImproperlyConfigured(f"PUBLIC_URL must be an http or https address, not {PUBLIC_URL!r}")
PUBLIC_PREFIX = _public.path.rstrip("/")
IS_LOOPBACK = _public.hostname in ("127.0.0.1", "localhost", "::1")
IS_HTTPS = _public.scheme == "https"

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if IS_LOOPBACK else [_public.hostname]
CSRF_FAILURE_VIEW = "sacoche.views.forgery_suspected"
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
FORCE_SCRIPT_NAME = PUBLIC_PREFIX or None
# The proxies whose X-Forwarded-For is believed, besides those of this machine: addresses, or networks (10.0.0.0/24).
try:
    TRUSTED_PROXIES = [
        ipaddress.ip_network(each) for each in env.str("TRUSTED_PROXIES", default="").replace(",", " ").split()
    ]
except ValueError as error:
    raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}") from error


def _cookie(name: str) -> str:
    """`__Host-` binds a cookie to the host; under a sub-path only `__Secure-` may carry a path."""
    if not IS_HTTPS:
        return name
    return f"__Secure-{name}" if PUBLIC_PREFIX else f"__Host-{name}"


SESSION_COOKIE_NAME = _cookie("sacoche_session")
CSRF_COOKIE_NAME = _cookie("sacoche_csrf")
SCHOOL_COOKIE_NAME = _cookie("sacoche_school")
# Kept as long as the browser is open by whoever came in through an ENT: he comes in that way again.
MODE_COOKIE_NAME = _cookie("sacoche_mode")
# Shows that the browser keeps cookies, before it is sent to the sign-in server of an ENT.
PROOF_COOKIE_NAME = _cookie("sacoche_cookies")
# Signed at a good sign-in: the failures of strangers do not keep out who shows it.
DEVICE_COOKIE_NAME = _cookie("sacoche_device")
# The session of an operator: his console is apart, and so is what opens it.
CONSOLE_COOKIE_NAME = f"{'__Secure-' if IS_HTTPS else ''}sacoche_console"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = PUBLIC_PREFIX + "/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# The return from an ENT is a cross-site navigation: Strict would lose the session there.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# How long after its last activity a session stays in the database, for the purge: a day of work.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "entrance.store"
# Minutes without activity before the server closes a session; that of an operator, whom nobody may find away.
IDLE_MINUTES = 30
CONSOLE_IDLE_MINUTES = 15

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The sites that may put in a frame the page that opens SACoche in a tab (sacoche.middleware.frames); no other page is.
FRAME_ANCESTORS = env.str("FRAME_ANCESTORS", default="").replace(",", " ").split()
for _site in FRAME_ANCESTORS:
    if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d+)?", _site):
        raise ImproperlyConfigured(
            f"FRAME_ANCESTORS: {_site!r} is not like https://ent.example or https://*.ent.example"
        )
# Sub-domains and browsers' preload lists are the affair of whoever owns the domain; USERNAME_FIELD is unique by school.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "auth.W004"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- One school or many -----------------------------------------------------------------------------------------------
# A server for one school: it never opens a second one, and nothing invites to choose.
SINGLE_SCHOOL = env.bool("SINGLE_SCHOOL", default=False)
# Once a server of one school has become one of many: the number of the school that `?sso` alone goes on leading to.
DEFAULT_SCHOOL = env.int("DEFAULT_SCHOOL", default=0)

# --- Sign-in servers of the ENT (CAS) ---------------------------------------------------------------------------------
# The ports that may be called, besides the three that ENT use.
CAS_PORTS = frozenset([443, 8443, 4443, *env.list("CAS_PORTS", cast=int, default=[])])
# Names that may lead to an address of this machine or of its network: closed networks, tests.
CAS_PRIVATE_HOSTS = frozenset(name.lower() for name in env.list("CAS_PRIVATE_HOSTS", default=[]))
# A file of certificates of authorities (PEM) to trust besides those of the system.
CAS_CA_BUNDLE = env.str("CAS_CA_BUNDLE", default="")
if CAS_CA_BUNDLE and not Path(CAS_CA_BUNDLE).is_file():
    raise ImproperlyConfigured(f"CAS_CA_BUNDLE names no file: {CAS_CA_BUNDLE}")
# Whether schools may type the address of a server that is not among the connectors.
CAS_MANUAL = env.bool("CAS_MANUAL", default=True)

# What Prometheus shows to read the figures of this server at /metrics; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Whether the console may call PUBLIC_URL to read until when its certificate holds: a closed network may forbid it.
CHECK_CERTIFICATE = env.bool("CHECK_CERTIFICATE", default=False)

# Where the requests for a space are sent; without an address, `manage.py space_requests` lists them.
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", default="")

# The site of the project, for the « Site officiel » of the header; without one it leads to « À propos » of this server.
PROJECT_URL = env.str("PROJECT_URL", default="")
# Where the source code of the version that runs here is offered to whoever uses it (AGPL, section 13).
SOURCE_URL = env.str("SOURCE_URL", default="")

# Whom to tell of a fault of security: an e-mail address or an https page. Said at /.well-known/security.txt.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
if SECURITY_CONTACT and not re.fullmatch(r"https://[!-~]+|[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+", SECURITY_CONTACT):
    raise ImproperlyConfigured(
        f"SECURITY_CONTACT: {SECURITY_CONTACT!r} is neither an e-mail address nor an https address"
    )

# Whom to tell of what cannot be read or done with an assistive technology; a text file of the host's words.
ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", default="")
if ACCESSIBILITY_CONTACT and not re.fullmatch(r"https://[!-~]+|[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+", ACCESSIBILITY_CONTACT):
    raise ImproperlyConfigured(
        f"ACCESSIBILITY_CONTACT: {ACCESSIBILITY_CONTACT!r} is neither an e-mail address nor an https address"
    )
ACCESSIBILITY_TEXT = env.str("ACCESSIBILITY_TEXT", default="")
if ACCESSIBILITY_TEXT and not Path(ACCESSIBILITY_TEXT).is_file():
    raise ImproperlyConfigured(f"ACCESSIBILITY_TEXT names no file: {ACCESSIBILITY_TEXT}")

# --- Application ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "sacoche.kit",
    "schools",
    "accounts",
    "entrance",
    "django_tasks",
    "django_tasks_db",
    "documents",
    "grids",
    "referentiels",
    "socle",
    "evaluations",
    "bilans",
    "imports",
    "exports",
    "operation",
    "operation.console",
]
MIDDLEWARE = [
    "sacoche.kit.watching.middleware.watched",
    "django.middleware.security.SecurityMiddleware",
    "sacoche.middleware.StaticFiles",
    "sacoche.middleware.CompressedText",
    "csp.middleware.CSPMiddleware",
    "sacoche.middleware.frames",
    # Before all that asks the database, so that the page of an incident has it too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "operation.console.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "sacoche.middleware.ent_logout",
    "sacoche.middleware.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sacoche.middleware.signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sacoche.middleware.readonly_gets",
    "sacoche.middleware.known_address",
    "sacoche.middleware.maintenance",
    "sacoche.middleware.idle_sessions",
    "sacoche.middleware.open_school",
    "sacoche.offline.middleware.kept_pages",
    "sacoche.middleware.AccessMiddleware",
    "sacoche.middleware.SaidIncidents",
]
ROOT_URLCONF = "sacoche.urls"
WSGI_APPLICATION = "sacoche.wsgi.application"
_LOADERS = ["sacoche.kit.typography.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sacoche.menus.shell",
                "operation.console.frame.shown",
            ],
            "libraries": {"help": "sacoche.help.tags"},
            "builtins": ["django.templatetags.static", "sacoche.kit.templatetags.sacoche"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A page that only reads must not write: true for developers and tests, where such a write raises.
READONLY_GETS = env.bool("READONLY_GETS", default=DEBUG or TESTING)

# --- Database ---------------------------------------------------------------------------------------------------------
_replica_url = env.str("REPLICA_URL", default="")
DATABASES = databases(
    env.str("DATABASE_URL", default=""),
    replica=_replica_url,
    data_dir=DATA_DIR,
    is_pooled=env.bool("PGBOUNCER", default=False),
    # PostgreSQL keeps schools apart a second time: it is told which one is open (docs/cloisons.md).
    is_walled=env.bool("ROW_SECURITY", default=False),
)
DATABASE_ROUTERS = routers(_replica_url)

# --- Cache ------------------------------------------------------------------------------------------------------------
# What several servers count together without a write to the database: failures of sign-in (docs/adr/0034).
_cache_url = env.str("CACHE_URL", default="")
HAS_CACHE = bool(_cache_url)
CACHES = caches(_cache_url, server=PUBLIC_URL)

# --- Work that outlives a page (docs/adr/0032) -----------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- People -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["accounts.backends.LocalBackend"]
# Seconds during which a link to a new password, sent by e-mail, can be followed.
PASSWORD_RESET_TIMEOUT = 24 * 3600
PASSWORD_HASHERS = [
    "accounts.hashers.OwaspArgon2Hasher",
    # Passwords that schools brought from SACoche, until their owners sign in.
    "accounts.hashers.SacocheHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthOfProfile"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "last_name", "first_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.NotGuessedFirst"},
]
# How long a line of the journal of sensitive actions is kept; one that says who came, left or failed to come in.
JOURNAL_DAYS = env.int("JOURNAL_DAYS", default=365)
SIGN_IN_DAYS = env.int("SIGN_IN_DAYS", default=180)
# How many years after its departure an account may be deleted by an administrator; that of a guardian.
ACCOUNT_YEARS = max(1, env.int("ACCOUNT_YEARS", default=3))
GUARDIAN_YEARS = max(1, env.int("GUARDIAN_YEARS", default=1))

# --- Language, time, files --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
STATIC_URL = f"{PUBLIC_PREFIX}/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Of how many releases the files stay, this one included: a page opened before an update finds its modules.
STATIC_RELEASES = max(1, env.int("STATIC_RELEASES", default=3))
_manifest = "sacoche.kit.storage.HashedStaticFiles"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _plain if DEBUG or TESTING else _manifest},
    # Generated and received files: a folder of DATA_DIR, or the bucket that several machines share.
    "private": private_storage(env.str("PRIVATE_STORAGE_URL", default="")),
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "sacoche.kit.uploads.NamelessFileHandler",
]
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
# A file that an item gives to pupils: in megabytes, never more than what any sent file may weigh.
RESOURCE_BYTES = min(env.int("RESOURCE_MEGABYTES", default=10) * 1024 * 1024, MAX_UPLOAD_BYTES)
# A comment spoken to a pupil: two minutes as browsers record it. How many days it is kept, a file of an évaluation too.
VOICE_BYTES = 4 * 1024 * 1024
DOCUMENT_DAYS = max(1, env.int("DOCUMENT_MONTHS", default=12)) * 30
VOICE_DAYS = max(1, env.int("VOICE_MONTHS", default=12)) * 30
# A backup that an administrator sends back, which the server reads as a stream.
MAX_BACKUP_BYTES = max(MAX_UPLOAD_BYTES, env.int("BACKUP_MEGABYTES", default=500) * 1024 * 1024)
# What a request may weigh before anything of it is read: a file and the form around it; a form alone from a stranger.
MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 1024 * 1024
MAX_BODY_BYTES_OF_STRANGERS = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A review screen of a large school posts one box per person.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Backups ----------------------------------------------------------------------------------------------------------
# Those that the server makes at night: where, under which password, for how many days.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUP_PASSWORD = env.str("BACKUP_PASSWORD", default="")
BACKUP_DAYS = max(1, env.int("BACKUP_DAYS", default=30))

# --- Mail and messages ------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# Without an address to send from, pages say so instead of promising an e-mail.
SENDS_MAIL = DEBUG or TESTING or bool(env.str("EMAIL_URL", default=""))
# A worker sends the queue, unless cron does (docs/adr/0013).
MAIL_THREAD = SENDS_MAIL and env.bool("MAIL_THREAD", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sacoche@localhost")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
_LINKS = (
    r"(/premier-acces/|/notifications/arreter/|/lettres/arreter/|/console/entree/|/identifiants-perdus/\d+/"
    r"|/e-mail/confirmer/)[^/\s]+"
)
LOGGING = logging_settings(env.str("LOG_FORMAT", default="text"), hidden=_LINKS)
