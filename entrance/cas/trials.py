"""A test sign-in: an administrator goes to an ENT and back before anybody of the school may come in through it.

The session remembers it: what comes back is a ticket, at the one address of the school.
"""

from dataclasses import asdict, dataclass, replace

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import Account
from accounts.safety.throttle import Locked
from entrance.cas import tickets
from entrance.cas.faults import CasFault, TicketRefused
from entrance.cas.outcomes import identity_behind
from entrance.cas.refusals import refusal_of
from entrance.cas.servers import Choice, server_to_try
from sacoche.kit.tenancy import school_scope
from schools.models import School

_TRIAL = "ent_trial"


class TrialFailed(Exception):
    """The ENT did not name somebody who may be this administrator; the message says why, in French."""


@dataclass(frozen=True)
class Trial:
    """What is tried, since when (seconds since 1970), and, once back, the mark of the server that answered."""

    choice: Choice
    at: float
    passed: str = ""


def note_trial(session: SessionBase, choice: Choice, *, now: float) -> None:
    """An administrator is about to leave."""
    session[_TRIAL] = asdict(Trial(choice, now))


def trial_of(session: SessionBase) -> Trial | None:
    """What this browser tries, or has tried."""
    stored = session.get(_TRIAL)
    return Trial(**(stored | {"choice": Choice(**stored["choice"])})) if stored else None


def trying_since(session: SessionBase) -> float:
    """When the administrator who has not come back yet left, in seconds since 1970; 0 when nobody did."""
    trial = trial_of(session)
    return trial.at if trial and not trial.passed else 0


def give_up_trial(session: SessionBase) -> None:
    """Nothing is tried any longer."""
    session.pop(_TRIAL, None)


def finish(session: SessionBase, *, account: Account, school: School, ticket: str, address: str) -> str:
    """Back from the ENT: whom it recognised, in words, for the administrator to compare with himself. From now on the
    session holds that this server was tried. Raises TrialFailed, and the trial is over.
    """
    trial = trial_of(session)
    give_up_trial(session)
    server = server_to_try(trial.choice) if trial else None
    if trial is None or server is None:
        raise TrialFailed("Le webmestre vient de suspendre ce connecteur.")
    try:
        identity = identity_behind(server=server, school=school, ticket=ticket, address=address)
        identifier = identity.identifier(server.attribute)
    except (Locked, tickets.Malformed, TicketRefused, CasFault) as error:
        raise TrialFailed(refusal_of(error).sentence) from error
    told = _who(identifier, account=account, school=school)
    session[_TRIAL] = asdict(replace(trial, passed=server.mark))
    return told


def _who(identifier: str, *, account: Account, school: School) -> str:
    """Whose identifier it is, as far as the school knows. Raises TrialFailed when it cannot be the administrator's."""
    quoted = f"« {tickets.shown(identifier)} »"
    with school_scope(school):
        holder = Account.objects.filter(id_ent=identifier).exclude(id_ent="").first()
    if holder:
        return f"{quoted}, l'« Id ENT » de {holder.full_name}"
    if account.id_ent:
        raise TrialFailed(
            f"L'ENT vous a reconnu comme {quoted}, alors que l'« Id ENT » de votre compte est « {account.id_ent} ». "
            "Recommencez avec votre propre compte de l'ENT, ou corrigez d'abord votre « Id ENT »."
        )
    return f"{quoted}, qui n'est encore l'« Id ENT » de personne ici"
