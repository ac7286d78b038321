"""Reading XML that people send: its real encoding, its records one by one, and what is refused."""

import io
import os
from pathlib import Path

import pytest

from sacoche.kit.files.xml import BadXml, NotXml, children, line, records, root_name, text, texts

PLACE = "DONNEES/ELEVES/ELEVE"


def document(*names: str, declared: str = "UTF-8", encoding: str = "utf-8") -> io.BytesIO:
    pupils = "\n".join(f"<ELEVE><NOM>{name}</NOM></ELEVE>" for name in names)
    body = f"<RACINE><DONNEES><ELEVES>{pupils}</ELEVES></DONNEES></RACINE>"
    return io.BytesIO(f'<?xml version="1.0" encoding="{declared}"?>\n{body}'.encode(encoding))


def names_of(stream: io.BytesIO) -> list[str]:
    return [text(element, "NOM") for _path, element in records(stream, {PLACE})]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("ISO-8859-15", "iso-8859-15"),
        ("ISO-8859-1", "cp1252"),
        # Declarations that lie: the file was saved again by an editor.
        ("ISO-8859-15", "utf-8"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-8", "cp1252"),
    ],
)
def test_records_are_read_in_the_encoding_that_they_are_in(declared, encoding):
    assert names_of(document("NOËL", "LEBŒUF", declared=declared, encoding=encoding)) == ["NOËL", "LEBŒUF"]


def test_records_are_those_of_their_path_alone():
    stream = io.BytesIO(
        b"<R><ELEVE><NOM>NON</NOM></ELEVE><DONNEES><ELEVES><AUTRE><ELEVE><NOM>NON</NOM></ELEVE></AUTRE>"
        b"<ELEVE><NOM>OUI</NOM></ELEVE></ELEVES></DONNEES></R>"
    )
    assert names_of(stream) == ["OUI"]


def test_root_is_no_record_whatever_its_name():
    stream = io.BytesIO(b"<ELEVE><ELEVE><NOM>OUI</NOM></ELEVE></ELEVE>")
    assert [text(element, "NOM") for _path, element in records(stream, {"ELEVE"})] == ["OUI"]


def test_records_of_several_paths_come_in_the_order_of_the_file():
    stream = io.BytesIO(b"<R><A>1</A><B><C>2</C></B><A>3</A></R>")
    assert [(path, element.text) for path, element in records(stream, {"A", "B/C"})] == [
        ("A", "1"),
        ("B/C", "2"),
        ("A", "3"),
    ]


def test_records_hold_all_that_is_in_them_whatever_the_namespace():
    stream = io.BytesIO(b"<R xmlns='urn:x'><A><B>1</B><B> 2 </B><C><D>3</D></C></A></R>")
    found = [
        ([child.text for child in children(element, "B")], text(element, "C/D"), text(element, "E"))
        for _path, element in records(stream, {"A"})
    ]
    assert found == [(["1", " 2 "], "3", "")]


def test_texts_of_an_element_are_those_of_its_children_the_first_of_each_name():
    stream = io.BytesIO(b"<R xmlns='urn:x'><A><B> 1 </B><B>2</B><C/><o:D xmlns:o='urn:o'>3</o:D></A></R>")
    [said] = [texts(element) for _path, element in records(stream, {"A"})]
    assert (dict(said), said["E"]) == ({"B": "1", "C": ""}, "")


def test_record_says_its_line():
    assert [line(element) for _path, element in records(document("A", "B"), {PLACE})] == [2, 3]


def test_root_is_named_without_its_namespace():
    assert root_name(io.BytesIO(b"<?xml version='1.0'?><!-- un --><x:BEE_ELEVES xmlns:x='urn:x'/>")) == "BEE_ELEVES"


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_large_document_is_read_in_little_memory():
    stream = document(*(f"NOM{rank:0100}" for rank in range(100_000)))
    before, highest = resident_bytes(), 0
    for rank, _record in enumerate(records(stream, {PLACE})):
        if rank % 10_000 == 0:
            highest = max(highest, resident_bytes())
    assert rank == 99_999
    # The tree of the whole document would take more than its 14 MB.
    assert highest - before < 8_000_000


def test_what_is_not_wanted_takes_little_memory_and_hides_nothing():
    others = b"".join(b"<AUTRE><X>%0200d</X></AUTRE>" % rank for rank in range(50_000))
    stream = io.BytesIO(b"<R><A>1</A>" + others + b"<A>2</A></R>")
    before = resident_bytes()
    found = [(element.text, resident_bytes()) for _path, element in records(stream, {"A"})]
    assert [text for text, _memory in found] == ["1", "2"]
    assert found[-1][1] - before < 8_000_000


def test_record_that_never_ends_is_refused():
    with pytest.raises(BadXml, match="1 Mo"):
        list(records(io.BytesIO(b"<R><A>" + b"<B>1</B>" * 200_000 + b"</A></R>"), {"A"}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<?xml version='1.0'?><R><A>", "mal form"),
        (b"<R>&inconnue;</R>", "mal form"),
        (b"<!DOCTYPE R [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><R>&x;</R>", "DOCTYPE"),
        (b"<?xml version='1.0' encoding='utf-7'?><R/>", "codage inconnu"),
        (b"<R><A>" + b"x" * 2_000_000 + b"</A></R>", "1 Mo"),
    ],
)
def test_damaged_or_dangerous_document_is_refused(content, words):
    with pytest.raises(BadXml, match=words):
        list(records(io.BytesIO(content), {"A"}))


@pytest.mark.parametrize("content", [b"", b"nom;prenom", b"%PDF-1.7", b"\x00\x01\x02"])
def test_what_is_not_xml_is_refused_as_such(content):
    with pytest.raises(NotXml):
        root_name(io.BytesIO(content))
