"""No setting keeps anything longer than the most that is allowed, which is data (sacoche/kit/data/durees.csv)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from sacoche.kit.parts.kept import longest


def too_long() -> list[str]:
    """What is wrong with the durations of this server, in French sentences."""
    return [
        f"{limit.setting} vaut {getattr(settings, limit.setting)} : c'est plus que le maximum, "
        f"{limit.days // limit.days_of_one} ({limit.why}). Donnez une durée plus courte."
        for limit in longest()
        if getattr(settings, limit.setting) * limit.days_of_one > limit.days
    ]


@register()
def check_durations(**options: Any) -> list[CheckMessage]:
    """For Django's checks, which begin every command."""
    return [Error(sentence, id="sacoche.E301") for sentence in too_long()]
