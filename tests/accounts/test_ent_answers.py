"""What a CAS server may say, to the letter: anything else lets nobody in."""

import pytest

from entrance.cas.answers import Identity, read_answer, read_logout, read_two_lines
from entrance.cas.faults import CasFault, TicketRefused
from tests.canned import success

CAS = 'xmlns:cas="http://www.yale.edu/tp/cas"'
REFUSED = (
    f"<cas:serviceResponse {CAS}><cas:authenticationFailure code='INVALID_TICKET'>{{more}}"
    "</cas:authenticationFailure></cas:serviceResponse>"
)
LOGOUT = (
    '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0">'
    '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">prof</saml:NameID>'
    "<samlp:SessionIndex>{ticket}</samlp:SessionIndex></samlp:LogoutRequest>"
)


def test_user_is_the_one_of_the_answer() -> None:
    assert read_answer(success(" UT123 ").encode()) == Identity("UT123", {})


def test_answer_keeps_accents_and_encodings() -> None:
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>' + success("zoé")
    assert read_answer(declared.encode("latin-1")).user == "zoé"


def test_attributes_are_read_in_both_versions_one_or_several_values_nested_ones_too() -> None:
    more = (
        "<cas:attributes><cas:uid>42</cas:uid><cas:role>A</cas:role><cas:role>B</cas:role>"
        '<cas:schools><cas:school externalId="0341234G"/></cas:schools></cas:attributes>'
    )
    identity = read_answer(success("prof", more).encode())
    assert identity.attributes == {"uid": ["42"], "role": ["A", "B"]}
    assert identity.identifier("uid") == "42"
    assert "0341234G" in identity.values


@pytest.mark.parametrize(
    "more",
    [
        "<cas:uid>42</cas:uid>",
        '<cas:attributes><cas:attribute name="uid" value="42"/></cas:attributes>',
        '<cas:attribute name="uid" value=" 42 "/>',
        '<cas:attributes><cas:attribute name="uid">42</cas:attribute></cas:attributes>',
        # As django-cas-server does: three times the same.
        (
            '<cas:uid>42</cas:uid><cas:attribute name="uid" value="42"/>'
            "<cas:attributes><cas:uid>42</cas:uid></cas:attributes>"
        ),
    ],
)
def test_attributes_are_read_in_every_way_that_servers_write_them(more: str) -> None:
    identity = read_answer(success("prof", more + "<cas:proxies><cas:proxy>x</cas:proxy></cas:proxies>").encode())
    assert (identity.user, identity.identifier("uid")) == ("prof", "42")
    assert "42" in {value.strip() for value in identity.values}


@pytest.mark.parametrize("attribute", ["absent", "role", "vide"])
def test_chosen_attribute_that_is_absent_several_or_empty_lets_nobody_in(attribute: str) -> None:
    more = "<cas:attributes><cas:role>A</cas:role><cas:role>B</cas:role><cas:vide> </cas:vide></cas:attributes>"
    with pytest.raises(CasFault) as fault:
        read_answer(success("prof", more).encode()).identifier(attribute)
    assert fault.value.code == "attribut"


def test_refusal_gives_the_code_of_the_server() -> None:
    with pytest.raises(TicketRefused) as refused:
        read_answer(REFUSED.format(more="unknown").encode())
    assert refused.value.code == "INVALID_TICKET"


def test_success_hidden_in_a_refusal_is_a_refusal() -> None:
    hidden = f"<cas:authenticationSuccess {CAS}><cas:user>chef</cas:user></cas:authenticationSuccess>"
    with pytest.raises(TicketRefused):
        read_answer(REFUSED.format(more=hidden).encode())


BILLION_LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>' + success("&c;")
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + success("&b;")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("", "xml"),
        ("<html><body>Connexion<br></body></html>", "xml"),
        ("<!DOCTYPE html><html><body>Connexion</body></html>", "doctype"),
        (BILLION_LAUGHS, "doctype"),
        (XXE, "doctype"),
        (success("prof & co"), "xml"),
        ("<html><body>Connexion</body></html>", "pas-cas"),
        (success("prof").replace("http://www.yale.edu/tp/cas", "http://www.yale.edu/tp/cas/"), "pas-cas"),
        (success("prof").replace(' xmlns:cas="http://www.yale.edu/tp/cas"', "").replace("cas:", ""), "pas-cas"),
        (f"<cas:serviceResponse {CAS}></cas:serviceResponse>", "pas-cas"),
        (success("prof").replace("</cas:serviceResponse>", "<cas:other/></cas:serviceResponse>"), "pas-cas"),
        (success(""), "pas-cas"),
        (success("prof", "<cas:user>chef</cas:user>"), "pas-cas"),
        (success("prof<cas:user>chef</cas:user>"), "pas-cas"),
        (success("").replace("user>", "attributes>").replace("><", "><cas:user>chef</cas:user><", 3), "pas-cas"),
        (success("prof", "<cas:attributes>" + "x" * 300_000 + "</cas:attributes>"), "trop-long"),
    ],
    ids=[
        *("empty", "broken page", "page", "bomb", "file of the server", "raw ampersand", "clean page"),
        *("other namespace", "no namespace", "nothing", "two results", "no user", "two users", "nested user"),
        *("user among attributes", "too long"),
    ],
)  # fmt: skip
def test_answer_that_is_not_to_the_letter_lets_nobody_in(answer: str, code: str) -> None:
    with pytest.raises(CasFault) as fault:
        read_answer(answer.encode())
    assert fault.value.code == code


def test_logout_names_the_ticket_of_its_session() -> None:
    declared = '<?xml version="1.0" encoding="UTF-8"?>\n' + LOGOUT.format(ticket="ST-42")
    assert read_logout(declared.encode()) == "ST-42"


@pytest.mark.parametrize(
    "request_sent",
    [
        "",
        "bonjour",
        LOGOUT.format(ticket=""),
        LOGOUT.format(ticket="ST-1</samlp:SessionIndex><samlp:SessionIndex>ST-2"),
        LOGOUT.format(ticket="ST-1").replace("2.0:protocol", "1.0:protocol"),
        "<!DOCTYPE a []>" + LOGOUT.format(ticket="ST-1"),
        LOGOUT.format(ticket="ST-" + "1" * 9000),
    ],
)
def test_logout_that_is_not_to_the_letter_is_refused(request_sent: str) -> None:
    with pytest.raises(CasFault):
        read_logout(request_sent.encode())


@pytest.mark.parametrize("answer", ["yes\nprof\n", "yes\r\nprof\r\n", "yes\nprof", "yes \n prof \n"])
def test_user_of_cas_1_is_the_second_line(answer: str) -> None:
    assert read_two_lines(answer.encode()) == Identity("prof", {})


@pytest.mark.parametrize("answer", ["no\n\n", "no\n", "no"])
def test_refusal_of_cas_1_is_one(answer: str) -> None:
    with pytest.raises(TicketRefused) as refused:
        read_two_lines(answer.encode())
    assert refused.value.code == "INVALID_TICKET"


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "",
            "yes",
            "yes\n",
            "yes\n\n",
            "YES\nprof\n",
            "yes\nprof\nchef\n",
            "prof\nyes\n",
            "no\nchef\n",
            "\nyes\nprof",
        ),
        *("yes\npr\x00of\n", "<html>yes\nprof</html>", success("prof")),
        *(b"yes\n\xff\n", b"yes\n" + b"x" * 300_000),
    ],
)
def test_answer_of_cas_1_that_is_not_to_the_letter_lets_nobody_in(answer: str | bytes) -> None:
    with pytest.raises(CasFault) as fault:
        read_two_lines(answer.encode() if isinstance(answer, str) else answer)
    assert fault.value.code in ("pas-deux-lignes", "trop-long")
