"""The product, and the fourth grid."""

from sacoche.settings import *  # noqa: F403
from sacoche.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.fourth"]
ROOT_URLCONF = "tests.fourth.urls"
