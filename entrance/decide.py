"""Who comes in, and by which door: pure decisions, from what was asked, brought and found to one step.

Nothing here reads a request, a cookie or a table, and nothing is written: `entrance/views` gathers, then carries out.
"""

from accounts.enums import FactorRule
from entrance.addresses import Asked
from entrance.cas.outcomes import Outcome, Recognised
from entrance.cas.refusals import GOES_ROUND, MANUAL_CLOSED, NOT_READY, Refusal
from entrance.cas.servers import uses_ent
from entrance.departures import ended_by_a_return, first_target, goes_round
from entrance.situation import Browser, Doors, Known, Visit
from entrance.steps import (
    AskFactor,
    AskForCookies,
    ComeIn,
    GoOn,
    GoToNewServer,
    GoToTheEnt,
    LeaveTheEnt,
    LetIn,
    OpenPage,
    ProveCookies,
    ReadProof,
    ReadTicket,
    ReadTrial,
    Refuse,
    ShowForm,
    Stay,
    Step,
    TryCodes,
)

# Public pages that guides and e-mails of before name by `?page=…`, and what they have become.
_HAS_BECOME = {"public_contact_admin": "accounts:contact", "public_identifiants_perdus": "accounts:lost"}
LEAVE_THE_ENT = "public_sso_logout"
NO_SCHOOL_NAMED = (
    "L'adresse utilisée ne dit pas de quel établissement il s'agit : celle d'un ENT se termine par « ?sso= » suivi du "
    "numéro de l'établissement ou de son numéro UAI (ou par « ?sso&base= » et ce numéro)."
)
WITHOUT_ENT = (
    "Cet établissement n'utilise pas la connexion par un ENT : identifiez-vous avec vos codes SACoche. "
    "Si votre ENT vous a envoyé ici, prévenez un administrateur par « Contacter un administrateur »."
)
DEMONSTRATION_CLOSED = (
    "L'établissement de démonstration est fermé sur ce serveur : ses mots de passe sont connus de tous. "
    "Choisissez votre établissement."
)


def decide(asked: Asked, browser: Browser, school: Doors | None, session: Visit) -> Step:
    """The one step for whoever comes to `/`. `school`: the doors of the one that is meant (`entrance.choosing`).

    Nothing that is posted is ever sent elsewhere.
    """
    form = ShowForm(school.school if school else None, asked.problem, forgets_school=bool(asked.problem))
    if asked.is_posted:
        return TryCodes(otherwise=form)
    if address := asked.moved_to or (school.moved_to if school else ""):
        return GoToNewServer(_through_the_ent_too(address) if asked.wants_sso else address)
    if step := _page_of_before(asked, school):
        return step
    if goes_through_ent(asked, browser, session):
        return _through_ent(asked, browser, school, session)
    if session.is_half_way and not (asked.names_a_school or asked.wants_to_choose):
        return AskFactor()
    if session.is_signed_in and not asked.names_a_school:
        return GoOn(asked.target)
    return form


def decide_entry(known: Known) -> AskFactor | ComeIn:
    """The step for who has given the right password, or goes to another of his accounts. Whoever arrives by an ENT is
    not decided here: his factor is the ENT's.
    """
    if known.has_factor:
        return ComeIn() if known.is_trusted else AskFactor()
    return ComeIn(
        must_enrol=known.rule is FactorRule.REQUIRED,
        may_enrol=known.rule is FactorRule.PROPOSED,
    )


def goes_through_ent(asked: Asked, browser: Browser, session: Visit) -> bool:
    """Whether somebody asks to come in through an ENT, or came through it and asks for a page after his session here
    ended: that of the ENT is probably open still. Once the sign-in page has been shown, he chooses himself.
    """
    if asked.wants_sso or session.is_signed_in or asked.names_a_school:
        return asked.wants_sso
    return bool(asked.target and browser.comes_through_ent and browser.remembered and uses_ent(browser.remembered))


def decide_return(outcome: Outcome, school: Doors, session: Visit, *, target: str, is_same: bool) -> Step:
    """The step for who is back from the ENT with a ticket that was read. `is_same`: the account is of the person whose
    session is open here, or of one that the same person went to from it.
    """
    is_asked_again = session.asks_the_ent_again(school)
    if not isinstance(outcome, Recognised):
        # The session of the person before does not stay open to somebody else.
        return Refuse(outcome.refusal, target, closes=outcome.names_somebody and is_asked_again)
    if is_asked_again and is_same:
        return Stay(outcome.digest, target)
    return LetIn(outcome.account, outcome.digest, target)


def _through_the_ent_too(address: str) -> str:
    """The same address there, for who comes from the ENT: « ?base=7 » gives « ?base=7&sso »."""
    return f"{address}&sso" if "?" in address else address


def _page_of_before(asked: Asked, school: Doors | None) -> Step | None:
    """Where an address of an older page leads; None for any other, or when nobody has the number it gives."""
    if asked.problem:
        return None
    if name := _HAS_BECOME.get(asked.page):
        return OpenPage(name, asked.school)
    return LeaveTheEnt() if asked.page == LEAVE_THE_ENT and school and school.server else None


def _through_ent(asked: Asked, browser: Browser, school: Doors | None, session: Visit) -> Step:
    """Leave for the sign-in server of the school's ENT, or say what prevents it; who is in with codes goes on."""
    if school is None:
        return ShowForm(problem=asked.problem or NO_SCHOOL_NAMED, forgets_school=bool(asked.problem))
    if session.is_in(school.school):
        if asked.ticket is not None and session.is_trying:
            return ReadTrial(asked.ticket)
        if asked.ticket is not None and session.is_proving:
            return ReadProof(asked.ticket) if school.server else Refuse(_not_ready(school))
        if not session.asks_the_ent_again(school):
            # Back from the ENT and in already, with codes: another tab was there first.
            ends = ended_by_a_return(session.departures_for(school.school)) if asked.ticket is not None else None
            return GoOn((ends.target if ends else "") or asked.target, ends=ends)
    if problem := _what_prevents(school):
        return ShowForm(school.school, problem)
    return _with_cookies(asked, school, session) if browser.keeps_cookies else _ask_for_cookies(asked)


def _what_prevents(school: Doors) -> str:
    if school.is_closed_demonstration:
        return DEMONSTRATION_CLOSED
    return school.closing or ("" if school.uses_ent else WITHOUT_ENT)


def _not_ready(school: Doors) -> Refusal:
    return MANUAL_CLOSED if school.is_manual else NOT_READY


def _ask_for_cookies(asked: Asked) -> Step:
    """Without any cookie, going to the ENT and back would never end."""
    # A ticket brought by a browser that did not leave from here says nothing of whether it keeps cookies.
    if asked.was_given_a_cookie or asked.ticket is not None:
        return AskForCookies(asked.target, refuses=asked.was_given_a_cookie)
    return ProveCookies(asked.target)


def _with_cookies(asked: Asked, school: Doors, session: Visit) -> Step:
    """Send the browser to the ENT, or read the ticket that it brings back.

    Whoever is in through the ENT is asked for again: on the computer of a staff room, the session is perhaps that of
    the person before.
    """
    if school.server is None:
        return Refuse(_not_ready(school), asked.target)
    departures = session.departures_for(school.school)
    if not asked.ticket:
        # The page asked for is lost on the way back from the ENT: an address that names one was followed by somebody.
        if not asked.target and goes_round(departures, session.now):
            return Refuse(GOES_ROUND, first_target(departures, session.now), forgets=True)
        return GoToTheEnt(asked.target)
    departure = ended_by_a_return(departures)
    target = departure.target if departure else asked.target
    if departure is None or not departure.is_recent(session.now):
        # Somebody else's ticket may have been put in a link, to have this person work in another's account.
        return GoToTheEnt(target, ends=departure)
    return ReadTicket(asked.ticket, target, ends=departure)
