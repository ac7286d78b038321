"""Makes the tables of the CAS server of the tests, and lets it serve whatever listens on this machine."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()

from cas_server.models import ReplaceAttributName, ServicePattern  # noqa: E402
from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0)
pattern = ServicePattern.objects.create(
    pos=0, name="tests", pattern=r"^http://127\.0\.0\.1:\d+/.*$", single_log_out=True
)
ReplaceAttributName.objects.create(service_pattern=pattern, name="*")
