"""The part of the home page that every profile has: greeting, messages, notices, tip, address of the school."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import BigIntegerField, DateField

from accounts.enums import ENVIRONMENTS, STAFF, Profile
from accounts.messages.queries import messages_for
from accounts.models import Account, Message
from accounts.notices.queries import Unread, unread_of
from accounts.own.services import FOLDED
from accounts.present import present
from entrance.addresses import selection_address
from entrance.cas.servers import automatic_address, uses_ent
from sacoche.home.greeting import greeting
from sacoche.home.tips import Tip, tip_of_the_day
from sacoche.kit.clock import now, today
from sacoche.kit.prepared import Given, Prepared
from schools.models import School

# How many administrators are named: one answers.
_HELPERS = 3


@dataclass(frozen=True)
class Helper:
    """Somebody who helps; `email` is shown to staff alone."""

    name: str
    email: str


@dataclass(frozen=True)
class Welcome:
    """What to show above the rest. `version` is that of the messages: their block opens again with a new one."""

    greeting: str
    environment: str
    messages: list[Message]
    messages_version: int
    unread: Unread
    tip: Tip | None
    selection_url: str
    automatic_url: str
    folded: frozenset[str]
    # Whom to ask for help: those who set the space up, or, for them, who runs the server.
    helpers: list[Helper]


def welcome(account: Account, *, views: int, last_visit: datetime.datetime | None) -> Welcome:
    """What this account reads at the `views`-th time that its session shows the home page."""
    found = messages_for(account, on=today())
    version = max((message.pk for message in found), default=0)
    stored = account.preferences.get(FOLDED, {})
    return Welcome(
        greeting=greeting(
            account.first_name,
            views=views,
            last_visit=last_visit,
            now=now(),
            is_pupil=account.profile == Profile.ELV,
        ),
        environment=ENVIRONMENTS[Profile(account.profile)],
        messages=found,
        messages_version=version,
        unread=unread_of(account),
        tip=tip_of_the_day(account.profile, today()),
        selection_url=_selection_url(account),
        automatic_url=_automatic_url(account),
        helpers=_helpers(account),
        folded=frozenset(block for block, at in stored.items() if at == (version if block == "messages" else 1)),
    )


def _helpers(account: Account) -> list[Helper]:
    if account.profile == Profile.ADM:
        return [Helper("l'hébergeur de ce serveur", settings.OPERATOR_EMAIL)]
    is_staff = account.profile in STAFF
    administrators = _administrators(school=account.school_id, day=today())
    return [Helper(each.display_name, each.email if is_staff else "") for each in administrators]


_administrators = Prepared(
    lambda: (
        Account.objects.filter(present(on=Given("day", DateField())), school=Given("school", BigIntegerField()))
        .filter(profile=Profile.ADM)
        .in_name_order()[:_HELPERS]
    )
)


def _selection_url(account: Account) -> str:
    """« Adresse à utiliser pour une sélection automatique de l'établissement », where there are several."""
    if account.school is None or School.objects.is_alone():
        return ""
    return selection_address(account.school)


def _automatic_url(account: Account) -> str:
    """« Adresse à utiliser pour une connexion automatique avec l'authentification externe », where an ENT is used."""
    if account.school is None or not uses_ent(account.school):
        return ""
    return automatic_address(account.school)
