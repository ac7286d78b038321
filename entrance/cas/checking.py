"""« Tester »: call the server as a sign-in would, and explain what it answers."""

import secrets
from dataclasses import dataclass

from entrance.addresses import service_address
from entrance.cas import tickets
from entrance.cas.faults import CasFault, TicketRefused
from entrance.cas.servers import CasServer
from entrance.cas.transport import fetch, split_address
from schools.models import School

# What a page of sign-in answers: itself, or the way to another.
_SHOWN = (200, 301, 302, 303, 307, 308)
# What it answers for a service that it was not told of.
_REFUSED = (401, 403)


@dataclass(frozen=True)
class Check:
    """One thing that was tried, and what to think of it; `is_ok` is None for what no call can tell."""

    label: str
    is_ok: bool | None
    sentence: str


def check(server: CasServer, school: School) -> list[Check]:
    """Ask for the sign-in page, then have a ticket validated that nobody was given: it must be refused in due form.

    Whether the ENT lets people come back here is not said: for an address that it does not know, many a server answers
    the same page and refuses the ticket first.
    """
    return [_check_login(server, school), _check_validation(server, school), _permission(school)]


def _permission(school: School) -> Check:
    sentence = (
        f"Aucun test ne le dit : vérifiez auprès de l'ENT qu'il autorise l'adresse {service_address(school)}, puis "
        "connectez-vous par son lien."
    )
    return Check("L'autorisation de l'ENT", None, sentence)


def _check_login(server: CasServer, school: School) -> Check:
    label = "La page de connexion de l'ENT"
    try:
        status = fetch(split_address(server.login_address(school))).status
    except CasFault as fault:
        if fault.code != "trop-long":
            return _failed(label, fault)
        status = 200
    if status in _SHOWN:
        return Check(label, True, "Elle répond.")
    if status in _REFUSED:
        return Check(label, False, f"L'ENT la refuse ({status}). {_ask_for_permission(school)}")
    return Check(label, False, f"Elle répond par une erreur ({status}) : vérifiez l'hôte et le chemin.")


def _ask_for_permission(school: School) -> str:
    return f"Demandez à l'ENT d'autoriser l'adresse {service_address(school)}"


def _check_validation(server: CasServer, school: School) -> Check:
    label = "La validation des connexions"
    try:
        tickets.validate(server=server, school=school, ticket=f"ST-essai-{secrets.token_hex(8)}")
    except CasFault as fault:
        return _failed(label, fault)
    except TicketRefused as refused:
        return _refused(label, refused, school)
    return Check(label, False, "Ce serveur accepte un ticket inventé : n'importe qui entrerait. Ne l'utilisez pas.")


def _refused(label: str, refused: TicketRefused, school: School) -> Check:
    if refused.code == "INVALID_TICKET":
        return Check(label, True, "Le serveur répond dans les règles : il a bien refusé notre faux ticket.")
    if "SERVICE" in refused.code:
        return Check(label, False, f"Le serveur répond « {refused.code} ». {_ask_for_permission(school)}")
    return Check(
        label,
        False,
        f"Le serveur répond « {refused.code} » : c'est notre demande qu'il refuse, et non le faux ticket. Vérifiez "
        "l'adresse de validation et la version du protocole avec le support de l'ENT.",
    )


def _failed(label: str, fault: CasFault) -> Check:
    detail = f" ({fault.detail})" if fault.detail else ""
    return Check(label, False, f"{fault.explanation.beside_the_address}{detail}")
