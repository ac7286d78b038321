"""The sentence that greets on the home page (seed 002): it changes with the visits, it is no timer."""

import datetime

from django.utils.timezone import localtime

from sacoche.kit.text import unbroken

_HOUR, _WEEK, _MONTH = (datetime.timedelta(hours=1), datetime.timedelta(days=7), datetime.timedelta(days=31))
# For an adult, then for a pupil.
_FIRST_VISIT = (
    "Bonjour {name}, et bienvenue : c'est votre première visite.",
    "Bonjour {name}, et bienvenue : c'est ta première visite.",
)
_WITHIN_THE_HOUR = ("Bonjour {name}, vous revoilà déjà !", "Bonjour {name}, te revoilà déjà !")
_SAME_DAY = (
    "Bonjour {name}, c'est un plaisir de vous revoir aujourd'hui.",
    "Bonjour {name}, c'est un plaisir de te revoir aujourd'hui.",
)
_SAME_WEEK = (
    "Bonjour {name}, tout est resté où vous l'aviez laissé.",
    "Bonjour {name}, tout est resté où tu l'avais laissé.",
)
_SAME_MONTH = ("Bonjour {name}, cela faisait quelques jours !", "Bonjour {name}, cela faisait quelques jours !")
_LONG_AGO = (
    "Bonjour {name}, cela faisait longtemps : prenez le temps de retrouver vos repères.",
    "Bonjour {name}, cela faisait longtemps : prends le temps de retrouver tes repères.",
)
_SECOND_VIEW = ("{name}, vous revoici à l'accueil.", "{name}, te revoici à l'accueil.")
_MORE_VIEWS = (
    "Toujours là {name} ? Pas de souci, restez le temps que vous voulez !",
    "Toujours là {name} ? Pas de souci, reste le temps que tu veux !",
)


def greeting(
    name: str, *, views: int, last_visit: datetime.datetime | None, now: datetime.datetime, is_pupil: bool = False
) -> str:
    """What to say to somebody of that first name at the `views`-th time that this session shows the home page.

    `last_visit` is when the session before this one was opened, None when there was none.
    """
    texts = {1: _first_view(last_visit, now), 2: _SECOND_VIEW}.get(views, _MORE_VIEWS)
    return unbroken(texts[is_pupil].format(name=name))


def _first_view(last_visit: datetime.datetime | None, now: datetime.datetime) -> tuple[str, str]:
    if last_visit is None:
        return _FIRST_VISIT
    since = now - last_visit
    if since < _HOUR:
        return _WITHIN_THE_HOUR
    if localtime(last_visit).date() == localtime(now).date():
        return _SAME_DAY
    if since < _WEEK:
        return _SAME_WEEK
    return _SAME_MONTH if since < _MONTH else _LONG_AGO
