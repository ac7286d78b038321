"""Who comes in, and by which door: every address and every state, without a request, a cookie or a table."""

from dataclasses import replace

import pytest

from accounts.enums import FactorRule
from accounts.models import Account
from entrance.addresses import Asked
from entrance.cas.outcomes import Recognised, TurnedAway
from entrance.cas.refusals import GOES_ROUND, MANUAL_CLOSED, NOT_READY, refusal_of
from entrance.cas.servers import CasServer
from entrance.cas.tickets import Unknown
from entrance.decide import (
    DEMONSTRATION_CLOSED,
    LEAVE_THE_ENT,
    NO_SCHOOL_NAMED,
    WITHOUT_ENT,
    decide,
    decide_entry,
    decide_return,
    goes_through_ent,
)
from entrance.departures import Departure
from entrance.situation import Browser, Doors, Known, Visit
from entrance.steps import (
    AskFactor,
    AskForCookies,
    ComeIn,
    GoOn,
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
    TryCodes,
)
from schools.models import School

NOW = 1_800_000_000.0
PAGE, OTHER_PAGE = "/socle/items/", "/accueil/"
SCHOOL = School(pk=12, number=12, name="Collège", access={"ent": {"connector": "perso"}})
ELSEWHERE = School(pk=7, number=7, name="Lycée")
SERVER = CasServer("ENT", "https://ent.example/login", "https://ent.example/logout", "https://ent.example/validate")

# What a school opens.
CODES_ONLY = Doors(SCHOOL)
ENT = Doors(SCHOOL, uses_ent=True, server=SERVER)
SUSPENDED = Doors(SCHOOL, uses_ent=True)
TYPED = Doors(SCHOOL, uses_ent=True, is_manual=True)
CLOSED = replace(ENT, closing="L'accès est fermé par le webmestre : « Travaux ».")
DEMONSTRATION = replace(ENT, is_closed_demonstration=True)

# What a browser brings.
BARE = Browser()
KEEPS = Browser(keeps_cookies=True)
FROM_THE_ENT = Browser(remembered=SCHOOL, comes_through_ent=True, keeps_cookies=True)

# Who is there.
NOBODY = Visit(now=NOW)
BY_CODES = Visit(is_signed_in=True, school=SCHOOL, now=NOW)
BY_ENT = replace(BY_CODES, is_by_ent=True)
OF_ANOTHER_SCHOOL = replace(BY_ENT, school=ELSEWHERE)
OPERATOR = replace(BY_CODES, school=None)
HALF_WAY = Visit(is_half_way=True, now=NOW)


def left(*departures: tuple[float, str], session: Visit = NOBODY, school: int = 12) -> Visit:
    """A browser that left for the ENT so many seconds ago, each time for a page."""
    return replace(session, departures=tuple(Departure(school, NOW - ago, page) for ago, page in departures))


def gone(ago: float, page: str = "", school: int = 12) -> Departure:
    return Departure(school, NOW - ago, page)


PLAIN = Asked()
NAMED = Asked(school=SCHOOL)
UNKNOWN = Asked(problem="Aucun établissement ne porte le numéro « 999 » sur ce serveur.")
SSO = Asked(school=SCHOOL, wants_sso=True)
BACK = replace(SSO, ticket="ST-1")
FORM = ShowForm(SCHOOL)
CHOICE = ShowForm()
NOT_FOUND = ShowForm(problem=UNKNOWN.problem, forgets_school=True)


def problem(sentence: str) -> ShowForm:
    return ShowForm(SCHOOL, sentence)


TABLE = [
    # --- The address alone ---
    ("nobody, a school is known", PLAIN, KEEPS, CODES_ONLY, NOBODY, FORM),
    ("nobody, several schools", PLAIN, BARE, None, NOBODY, CHOICE),
    ("nobody, a page to go to", Asked(target=PAGE), KEEPS, CODES_ONLY, NOBODY, FORM),
    ("signed in", PLAIN, KEEPS, None, BY_CODES, GoOn()),
    ("signed in, a page to go to", Asked(target=PAGE), KEEPS, None, BY_CODES, GoOn(PAGE)),
    ("signed in, wants another school", Asked(wants_to_choose=True), KEEPS, None, BY_CODES, GoOn()),
    ("the operator", PLAIN, KEEPS, None, OPERATOR, GoOn()),
    # --- A school is named ---
    ("nobody", NAMED, BARE, CODES_ONLY, NOBODY, FORM),
    ("signed in there", NAMED, KEEPS, CODES_ONLY, BY_CODES, FORM),
    ("signed in elsewhere", NAMED, KEEPS, ENT, OF_ANOTHER_SCHOOL, FORM),
    ("closed: the codes are tried first", NAMED, KEEPS, CLOSED, NOBODY, FORM),
    ("the browser came through the ENT, and asks for the form", NAMED, FROM_THE_ENT, ENT, NOBODY, FORM),
    ("nobody has the number", UNKNOWN, KEEPS, None, NOBODY, NOT_FOUND),
    ("nobody has the number, signed in", UNKNOWN, KEEPS, None, BY_CODES, NOT_FOUND),
    # --- The password was right, the second factor is waited for ---
    ("half way, back at the door", PLAIN, KEEPS, CODES_ONLY, HALF_WAY, AskFactor()),
    ("half way, a page to go to", Asked(target=PAGE), KEEPS, CODES_ONLY, HALF_WAY, AskFactor()),
    ("half way, wants another school", Asked(wants_to_choose=True), KEEPS, None, HALF_WAY, CHOICE),
    ("half way, a school is named: somebody else is there", NAMED, KEEPS, CODES_ONLY, HALF_WAY, FORM),
    ("half way, codes", Asked(is_posted=True), KEEPS, CODES_ONLY, HALF_WAY, TryCodes(FORM)),
    ("half way, through the ENT: the factor is the ENT's", SSO, KEEPS, ENT, HALF_WAY, GoToTheEnt()),
    ("half way from another of his accounts", PLAIN, KEEPS, None, replace(BY_CODES, is_half_way=True), AskFactor()),
    # --- A form is sent ---
    ("codes", Asked(is_posted=True), KEEPS, CODES_ONLY, NOBODY, TryCodes(FORM)),
    ("codes at the address of an ENT", replace(SSO, is_posted=True), KEEPS, ENT, NOBODY, TryCodes(FORM)),
    ("codes with a ticket", replace(BACK, is_posted=True), KEEPS, ENT, BY_ENT, TryCodes(FORM)),
    ("codes while somebody is in", Asked(is_posted=True), KEEPS, CODES_ONLY, BY_CODES, TryCodes(FORM)),
    ("codes for no school", Asked(is_posted=True, is_chosen=True), KEEPS, None, NOBODY, TryCodes(CHOICE)),
    (
        "codes beside a page of before",
        Asked(is_posted=True, page=LEAVE_THE_ENT),
        KEEPS,
        ENT,
        NOBODY,
        TryCodes(FORM),
    ),
    # --- Pages of before ---
    ("contact", Asked(page="public_contact_admin"), BARE, None, NOBODY, OpenPage("accounts:contact")),
    (
        "contact of a school",
        replace(NAMED, page="public_contact_admin"),
        BARE,
        CODES_ONLY,
        NOBODY,
        OpenPage("accounts:contact", SCHOOL),
    ),
    (
        "lost codes, with sso beside",
        replace(SSO, page="public_identifiants_perdus"),
        BARE,
        ENT,
        BY_ENT,
        OpenPage("accounts:lost", SCHOOL),
    ),
    ("contact of nobody's school", replace(UNKNOWN, page="public_contact_admin"), BARE, None, NOBODY, NOT_FOUND),
    ("leave the ENT", replace(NAMED, page=LEAVE_THE_ENT), BARE, ENT, BY_ENT, LeaveTheEnt()),
    ("leave the ENT, without one", replace(NAMED, page=LEAVE_THE_ENT), BARE, CODES_ONLY, NOBODY, FORM),
    ("leave the ENT, suspended", replace(NAMED, page=LEAVE_THE_ENT), BARE, SUSPENDED, NOBODY, FORM),
    ("leave the ENT of several schools", Asked(page=LEAVE_THE_ENT), BARE, None, NOBODY, CHOICE),
    ("any other page", Asked(page="professeur"), BARE, None, NOBODY, CHOICE),
    # --- Through the ENT: what prevents it ---
    ("no number", Asked(wants_sso=True), KEEPS, None, NOBODY, ShowForm(problem=NO_SCHOOL_NAMED)),
    ("nobody has the number", replace(UNKNOWN, wants_sso=True), KEEPS, None, NOBODY, NOT_FOUND),
    ("demonstration", SSO, KEEPS, DEMONSTRATION, NOBODY, problem(DEMONSTRATION_CLOSED)),
    ("closed by the operator", SSO, KEEPS, CLOSED, NOBODY, problem(CLOSED.closing)),
    ("closed, with a ticket", BACK, KEEPS, CLOSED, left((5, "")), problem(CLOSED.closing)),
    ("no ENT", SSO, KEEPS, CODES_ONLY, NOBODY, problem(WITHOUT_ENT)),
    ("no ENT, no cookie: said at once", SSO, BARE, CODES_ONLY, NOBODY, problem(WITHOUT_ENT)),
    ("no ENT, signed in", SSO, KEEPS, CODES_ONLY, BY_CODES, GoOn()),
    ("connector suspended", replace(SSO, target=PAGE), KEEPS, SUSPENDED, NOBODY, Refuse(NOT_READY, PAGE)),
    ("server typed, no longer allowed", SSO, KEEPS, TYPED, NOBODY, Refuse(MANUAL_CLOSED)),
    # --- Through the ENT: cookies ---
    ("no cookie", replace(SSO, target=PAGE), BARE, ENT, NOBODY, ProveCookies(PAGE)),
    (
        "no cookie, though given one",
        replace(SSO, was_given_a_cookie=True),
        BARE,
        ENT,
        NOBODY,
        AskForCookies(refuses=True),
    ),
    ("no cookie, and a ticket", BACK, BARE, ENT, NOBODY, AskForCookies()),
    ("the cookie is kept", replace(SSO, was_given_a_cookie=True), KEEPS, ENT, NOBODY, GoToTheEnt()),
    # --- Through the ENT: leaving ---
    ("nobody", SSO, KEEPS, ENT, NOBODY, GoToTheEnt()),
    ("nobody, a page to go to", replace(SSO, target=PAGE), KEEPS, ENT, NOBODY, GoToTheEnt(PAGE)),
    ("in by the ENT: who is there now?", SSO, KEEPS, ENT, BY_ENT, GoToTheEnt()),
    ("in by the codes: not asked", replace(SSO, target=PAGE), KEEPS, ENT, BY_CODES, GoOn(PAGE)),
    ("in by the ENT that the school has left", SSO, KEEPS, CODES_ONLY, BY_ENT, GoOn()),
    ("in, in another school", SSO, KEEPS, ENT, OF_ANOTHER_SCHOOL, GoToTheEnt()),
    ("by itself, for a page", Asked(target=PAGE), FROM_THE_ENT, ENT, NOBODY, GoToTheEnt(PAGE)),
    ("by itself, for no page", PLAIN, FROM_THE_ENT, ENT, NOBODY, FORM),
    ("left once just now", SSO, KEEPS, ENT, left((2, "")), GoToTheEnt()),
    ("left twice, long ago", SSO, KEEPS, ENT, left((60, ""), (40, "")), GoToTheEnt()),
    ("left twice, for another school", SSO, KEEPS, ENT, left((5, ""), (2, ""), school=7), GoToTheEnt()),
    (
        "left twice just now: it goes round",
        SSO,
        KEEPS,
        ENT,
        left((5, PAGE), (2, "")),
        Refuse(GOES_ROUND, PAGE, forgets=True),
    ),
    (
        "left twice just now, and an address with a page",
        replace(SSO, target=PAGE),
        KEEPS,
        ENT,
        left((5, ""), (2, "")),
        GoToTheEnt(PAGE),
    ),
    # --- Through the ENT: coming back ---
    ("back", BACK, KEEPS, ENT, left((30, PAGE)), ReadTicket("ST-1", PAGE, ends=gone(30, PAGE))),
    (
        "back, in by the ENT",
        BACK,
        KEEPS,
        ENT,
        left((30, PAGE), session=BY_ENT),
        ReadTicket("ST-1", PAGE, ends=gone(30, PAGE)),
    ),
    (
        "back, of several tabs that left together",
        BACK,
        KEEPS,
        ENT,
        left((12, PAGE), (11, OTHER_PAGE)),
        ReadTicket("ST-1", PAGE, ends=gone(12, PAGE)),
    ),
    (
        "back, the departure before was given up",
        BACK,
        KEEPS,
        ENT,
        left((200, PAGE), (11, OTHER_PAGE)),
        ReadTicket("ST-1", OTHER_PAGE, ends=gone(11, OTHER_PAGE)),
    ),
    ("a ticket that nobody left for", BACK, KEEPS, ENT, NOBODY, GoToTheEnt()),
    ("a ticket, after leaving for another school", BACK, KEEPS, ENT, left((5, PAGE), school=7), GoToTheEnt()),
    ("back too late", BACK, KEEPS, ENT, left((700, PAGE)), GoToTheEnt(PAGE, ends=gone(700, PAGE))),
    ("an empty ticket is none", replace(SSO, ticket=""), KEEPS, ENT, left((30, PAGE)), GoToTheEnt()),
    (
        "back, in by the codes: another tab was first",
        BACK,
        KEEPS,
        ENT,
        left((30, PAGE), session=BY_CODES),
        GoOn(PAGE, ends=gone(30, PAGE)),
    ),
    # --- Through the ENT: an administrator tries one, that his school does not use yet ---
    ("back from a trial", BACK, KEEPS, CODES_ONLY, replace(BY_CODES, trying_since=NOW - 30), ReadTrial("ST-1")),
    (
        "back from a trial, of another ENT",
        BACK,
        KEEPS,
        ENT,
        replace(BY_CODES, trying_since=NOW - 30),
        ReadTrial("ST-1"),
    ),
    ("back from a trial, too late", BACK, KEEPS, CODES_ONLY, replace(BY_CODES, trying_since=NOW - 700), GoOn()),
    ("trying, without a ticket", SSO, KEEPS, CODES_ONLY, replace(BY_CODES, trying_since=NOW - 30), GoOn()),
    # --- Through the ENT: proving who is there ---
    ("back with a proof", BACK, KEEPS, ENT, replace(BY_CODES, proving_since=NOW - 30), ReadProof("ST-1")),
    ("back with a proof, too late", BACK, KEEPS, ENT, replace(BY_CODES, proving_since=NOW - 700), GoOn()),
    (
        "back with a proof of another school",
        BACK,
        KEEPS,
        ENT,
        replace(OF_ANOTHER_SCHOOL, proving_since=NOW - 30),
        GoToTheEnt(),
    ),
    ("proving, without a ticket", SSO, KEEPS, ENT, replace(BY_CODES, proving_since=NOW - 30), GoOn()),
    (
        "proving, the connector was suspended meanwhile",
        BACK,
        KEEPS,
        SUSPENDED,
        replace(BY_CODES, proving_since=NOW - 30),
        Refuse(NOT_READY),
    ),
]


@pytest.mark.parametrize(
    ("asked", "browser", "school", "session", "step"),
    [pytest.param(*line, id=f"{number} {name}") for number, (name, *line) in enumerate(TABLE)],
)
def test_every_address_in_every_state_has_one_step(asked, browser, school, session, step):
    assert decide(asked, browser, school, session) == step


@pytest.mark.parametrize(
    ("asked", "browser", "session", "goes"),
    [
        (SSO, BARE, NOBODY, True),
        (PLAIN, FROM_THE_ENT, NOBODY, False),
        (Asked(target=PAGE), FROM_THE_ENT, NOBODY, True),
        (Asked(target=PAGE), FROM_THE_ENT, BY_CODES, False),
        (Asked(target=PAGE, school=SCHOOL), FROM_THE_ENT, NOBODY, False),
        (Asked(target=PAGE), replace(FROM_THE_ENT, comes_through_ent=False), NOBODY, False),
        # The school has left its ENT since.
        (Asked(target=PAGE), replace(FROM_THE_ENT, remembered=ELSEWHERE), NOBODY, False),
        (Asked(target=PAGE), replace(FROM_THE_ENT, remembered=None), NOBODY, False),
    ],
)
def test_way_of_the_ent_is_taken_when_asked_for_or_by_itself(asked, browser, session, goes):
    assert goes_through_ent(asked, browser, session) is goes


DURAND = Account(pk=3, login="pau.durand")
KNOWN = Recognised(DURAND, "abc")
STRANGER = TurnedAway(refusal_of(Unknown("prof9")), names_somebody=True)
FAULTY = TurnedAway(NOT_READY)


@pytest.mark.parametrize(
    ("outcome", "session", "is_same", "step"),
    [
        pytest.param(KNOWN, NOBODY, False, LetIn(DURAND, "abc", PAGE), id="nobody was in"),
        pytest.param(KNOWN, BY_ENT, True, Stay("abc", PAGE), id="the same goes on"),
        pytest.param(KNOWN, BY_ENT, False, LetIn(DURAND, "abc", PAGE), id="a colleague at the same computer"),
        pytest.param(KNOWN, OF_ANOTHER_SCHOOL, True, LetIn(DURAND, "abc", PAGE), id="somebody of another school"),
        pytest.param(STRANGER, NOBODY, False, Refuse(STRANGER.refusal, PAGE), id="nobody of the school"),
        pytest.param(
            STRANGER,
            BY_ENT,
            False,
            Refuse(STRANGER.refusal, PAGE, closes=True),
            id="nobody of the school, in",
        ),
        pytest.param(FAULTY, BY_ENT, False, Refuse(NOT_READY, PAGE), id="an ENT that fails"),
    ],
)
def test_return_from_the_ent_has_one_step(outcome, session, is_same, step):
    assert decide_return(outcome, ENT, session, target=PAGE, is_same=is_same) == step


FREE, PROPOSED, REQUIRED = FactorRule.FREE, FactorRule.PROPOSED, FactorRule.REQUIRED


@pytest.mark.parametrize(
    ("what", "known", "step"),
    [
        ("no factor, at his choice", Known(), ComeIn()),
        ("no factor, proposed", Known(rule=PROPOSED), ComeIn(may_enrol=True)),
        ("no factor, compulsory: he adds one before anything else", Known(rule=REQUIRED), ComeIn(must_enrol=True)),
        (
            "no factor, a browser that was trusted for one",
            Known(is_trusted=True, rule=REQUIRED),
            ComeIn(must_enrol=True),
        ),
        ("a factor, at his choice", Known(has_factor=True), AskFactor()),
        ("a factor, proposed", Known(has_factor=True, rule=PROPOSED), AskFactor()),
        ("a factor, compulsory", Known(has_factor=True, rule=REQUIRED), AskFactor()),
        ("a factor, in a browser that he trusts", Known(has_factor=True, is_trusted=True), ComeIn()),
        (
            "a compulsory factor, in a browser that he trusts",
            Known(has_factor=True, is_trusted=True, rule=REQUIRED),
            ComeIn(),
        ),
    ],
)
def test_who_gave_the_right_password(what: str, known: Known, step: object) -> None:
    assert decide_entry(known) == step
