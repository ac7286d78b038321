"""Reading the validations file: the rules of its fields, its encodings, each refusal named with its line."""

import datetime
import io

import pytest

from socle.exchange import Decision, Problem, PupilRecord, UnreadableFile, read, write

MAY_30 = datetime.date(2013, 5, 30)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read_all(text: str | bytes, default_author: str = "import_sacoche") -> list[PupilRecord | Problem]:
    content = text.encode() if isinstance(text, str) else text
    return list(read(io.BytesIO(content), default_author=default_author))


def row(date: str = "<date>2013-05-30</date>", etat: str = "<etat>1</etat>", info: str = "<info>X Y.</info>") -> str:
    return date + etat + info


def one_item(facts: str, *, item: str = "2111", competence: str = "8") -> str:
    return (
        f'{HEAD}<sacoche><donnees>\n<eleve id="0" nom="MARTIN" prenom="Zoé">'
        f'<palier id="2"><competence id="{competence}">\n'
        f'<item id="{item}"><renseignement>{facts}</renseignement></item>\n'
        "</competence></palier></eleve></donnees></sacoche>"
    )


def decisions(text: str | bytes, default_author: str = "import_sacoche") -> list[tuple]:
    """Every decision read, as a plain tuple."""
    records = read_all(text, default_author)
    return [tuple(decision) for record in records if isinstance(record, PupilRecord) for decision in record.decisions]


def messages(text: str) -> list[tuple[int, str]]:
    return [(record.line, record.message) for record in read_all(text) if isinstance(record, Problem)]


def refusal(content: str | bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_all(content)
    return str(caught.value)


def test_read_what_write_wrote_gives_the_same_records():
    pupil = PupilRecord(
        42,
        "D'A<&>\"",
        "Éloi",
        [Decision(8, None, 1, MAY_30, "R&D <A>"), Decision(8, 21210, 0, MAY_30, ""), Decision(16, 1, 1, MAY_30, "É.")],
    )
    stream = io.BytesIO()
    write(stream, [pupil])
    (found,) = read_all(stream.getvalue())
    assert (found.sconet_id, found.last_name, found.first_name) == (42, "D'A<&>\"", "Éloi")
    assert set(found.decisions) == set(pupil.decisions)


def test_read_then_write_gives_the_same_bytes():
    decisions = [Decision(8, 2111, 0, MAY_30, "É."), Decision(9, None, 1, MAY_30, "X")]
    pupils = [PupilRecord(0, f"NOM {rank}", "Zoé", decisions) for rank in range(30)]
    first, second = io.BytesIO(), io.BytesIO()
    write(first, pupils)
    write(second, read(first, default_author="import_sacoche"))
    assert second.getvalue() == first.getvalue()


def test_read_state_missing_means_validated():
    assert decisions(one_item(row(etat=""))) == [(8, 2111, 1, MAY_30, "X Y.")]


@pytest.mark.parametrize("etat", ["<etat/>", "<etat>2</etat>", "<etat>-1</etat>", "<etat>oui</etat>"])
def test_read_state_other_than_0_or_1_is_refused_with_its_line(etat):
    ((line, message),) = messages(one_item(row(etat=etat)))
    assert (line, message.split(" «")[0]) == (4, "état")
    assert decisions(one_item(row(etat=etat))) == []


@pytest.mark.parametrize("date", ["30/05/2013", "2013-5-30", "2013-02-30", "0000-00-00", "", "20130530"])
def test_read_date_of_another_form_is_refused_with_its_line(date):
    text = one_item(row(date=f"<date>{date}</date>"))
    assert messages(text) == [(4, f"date « {date} » refusée : il faut AAAA-MM-JJ")]


@pytest.mark.parametrize("item", ["9999", "", "abc", "-1"])
def test_read_unknown_item_is_refused_with_its_line(item):
    assert messages(one_item(row(), item=item)) == [(4, f"item inconnu (« {item} »)")]


def test_read_unknown_competence_is_refused_with_its_line_and_its_items_stand():
    text = one_item(row(), competence="99").replace("<item", f"<validation>{row()}</validation>\n<item")
    assert messages(text) == [(4, "compétence inconnue (« 99 »)")]
    assert decisions(text) == [(8, 2111, 1, MAY_30, "X Y.")]


def test_read_problem_names_the_pupil():
    (problem, _pupil) = read_all(one_item(row(date="<date/>")))
    assert problem.pupil == "MARTIN Zoé"


@pytest.mark.parametrize("number", ["2451", "2453"])
def test_read_item_2451_under_either_number(number):
    assert decisions(one_item(row(), item=number, competence="12")) == [(12, 2451, 1, MAY_30, "X Y.")]


def test_read_row_without_date_decides_on_nothing():
    assert (messages(one_item(row(date=""))), decisions(one_item(row(date="")))) == ([], [])


@pytest.mark.parametrize("author", ["import_sacoche", "import_compatible"])
def test_read_author_missing_takes_the_name_of_the_entry(author):
    assert decisions(one_item(row(info="")), author) == [(8, 2111, 1, MAY_30, author)]


def test_read_date_outside_a_row_decides_on_nothing():
    stray = f'<item id="2112">{row(date="<date>2014-01-01</date>", etat="<etat>0</etat>")}</item></competence>'
    text = one_item(row()).replace("</competence>", stray)
    assert (messages(text), decisions(text)) == ([], [(8, 2111, 1, MAY_30, "X Y.")])


def test_read_author_empty_stays_empty():
    assert decisions(one_item(row(info="<info/>"))) == [(8, 2111, 1, MAY_30, "")]


def test_read_author_is_decoded_and_cut_at_25():
    facts = row(info="<info>LEF&amp;egrave;VRE-DE-LA-TOUR-DU-PIN A.</info>")
    assert decisions(one_item(facts)) == [(8, 2111, 1, MAY_30, "LEFèVRE-DE-LA-TOUR-DU-PIN")]


def test_read_each_item_is_judged_alone_even_when_the_first_has_no_decision():
    text = one_item(row()).replace('<item id="2111">', '<item id="2112"/><item id="2111">')
    assert decisions(text) == [(8, 2111, 1, MAY_30, "X Y.")]


@pytest.mark.parametrize("dates", [("2013-05-30", "2013-05-29"), ("2013-05-29", "2013-05-30")])
def test_read_duplicate_keeps_the_latest_date(dates):
    facts = "</renseignement></item><item id='2111'><renseignement>".join(row(date=f"<date>{d}</date>") for d in dates)
    assert decisions(one_item(facts)) == [(8, 2111, 1, MAY_30, "X Y.")]


def test_read_identifier_missing_or_odd_means_unknown():
    text = one_item(row()).replace('id="0" nom', 'id="12a" nom')
    assert read_all(text)[0].sconet_id == 0
    assert read_all(text.replace('id="12a" ', ""))[0].sconet_id == 0


def test_read_any_namespace_and_root():
    text = one_item(row(etat="", info="")).replace("sacoche>", "lpc>").replace("<lpc>", '<lpc xmlns="urn:example:lpc">')
    assert decisions(text, "import_compatible") == [(8, 2111, 1, MAY_30, "import_compatible")]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "ISO-8859-15", "windows-1252", "UTF-16", "utf-8-sig"])
def test_read_obeys_the_declared_encoding(encoding):
    text = one_item(row()).replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    assert read_all(text.encode(encoding))[0].first_name == "Zoé"


def test_read_declaration_that_lies_is_read_as_windows_1252():
    text = one_item(row()).replace("MARTIN", "LEBŒUF")
    assert read_all(text.encode("cp1252"))[0].last_name == "LEBŒUF"


def test_read_file_without_pupil_gives_nothing():
    assert read_all(f"{HEAD}<sacoche><donnees/></sacoche>") == []


def test_read_line_is_exact_beyond_65535():
    stream = io.BytesIO()
    write(stream, [PupilRecord(0, f"N{rank}", "P", [Decision(8, 2111, 1, MAY_30, "X")]) for rank in range(6000)])
    text = stream.getvalue().replace(b"<date>2013-05-30</date>", b"<date>?</date>")
    line = text[: text.rfind(b"<date>")].count(b"\n") + 1
    assert [record.line for record in read_all(text) if isinstance(record, Problem)][-1] == line > 65535


# --- Refused whole ----------------------------------------------------------------------------------------------------
def test_read_truncated_document_is_refused_with_its_line():
    text = one_item(row())
    assert "mal formé (ligne 5)" in refusal(text[: text.index("</palier>")])


@pytest.mark.parametrize("content", ["", "nom;prenom\nMARTIN;Zoé\n", "  ", "\x00\x01"])
def test_read_what_is_not_xml_is_refused(content):
    assert "XML" in refusal(content)


DOCTYPES = {
    "xxe": '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><sacoche>&x;</sacoche>',
    "expansion": '<!DOCTYPE s [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><sacoche>&b;</sacoche>',
    "after a comment": "<!-- un --> <?deux?>\n<!doctype s><sacoche/>",
    "behind a long comment": f"<!-- {'x' * 70_000} --><!DOCTYPE s><sacoche/>",
}


@pytest.mark.parametrize("body", DOCTYPES.values(), ids=DOCTYPES)
def test_read_doctype_is_refused(body):
    assert refusal(HEAD + body).startswith("Ce fichier ")


def test_read_doctype_in_sixteen_bits_is_refused():
    text = HEAD.replace("UTF-8", "UTF-16") + DOCTYPES["xxe"]
    assert "DOCTYPE" in refusal(text.encode("utf-16"))


def test_read_undeclared_entity_is_refused():
    assert "mal formé" in refusal(one_item(row(info="<info>&x;</info>")))


@pytest.mark.parametrize("encoding", ["utf-7", "zlib", "rot13", "klingon"])
def test_read_unknown_encoding_is_refused(encoding):
    assert f"codage inconnu (« {encoding} »)" in refusal(f'<?xml version="1.0" encoding="{encoding}"?><sacoche/>')


@pytest.mark.parametrize("filler", [b"<a/>" * 400_000, b" " * 1_600_000, b"<a b='" + b"x" * 1_600_000 + b"'/>"])
def test_read_long_document_without_pupil_is_refused(filler):
    assert "1 Mo sans un élève" in refusal(HEAD.encode() + b"<sacoche>" + filler + b"</sacoche>")
