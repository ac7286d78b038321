"""Bytes into text."""

import pytest

from sacoche.kit.files.decode import NotText, decode

TEXT = "Nom Elève;Prénom\nLÉVÊQUE;Maël\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"])
def test_decode_every_usual_encoding(codec):
    assert decode(TEXT.encode(codec)) == TEXT


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_decode_every_line_end(line_end):
    assert decode(TEXT.replace("\n", line_end).encode()) == TEXT


@pytest.mark.parametrize("codec", ["cp1252", "iso8859-15"])
def test_decode_ligatures_whatever_the_western_encoding(codec):
    assert decode("LEBŒUF;Œdipe;cœur;FAŸ;é".encode(codec)) == "LEBŒUF;Œdipe;cœur;FAŸ;é"


def test_decode_fraction_beside_a_number_stays():
    assert decode("classe à 1½".encode("cp1252")) == "classe à 1½"


def test_decode_utf_8_with_a_stray_byte_keeps_every_other_letter():
    assert decode(f"{TEXT}NOËL;Zoé;".encode() + b"\xe9\n") == f"{TEXT}NOËL;Zoé;\ufffd\n"


def test_decode_utf_8_with_its_mark_and_a_stray_byte():
    assert decode(b"\xef\xbb\xbfNom;\xe9\n") == "Nom;\ufffd\n"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04abc", b"\x89PNG\r\n", bytes(range(32)) * 4])
def test_decode_what_is_not_text_is_refused(data):
    with pytest.raises(NotText, match="n'est pas un fichier texte"):
        decode(data)


def test_decode_one_null_in_a_text_is_kept_for_the_reader_to_name():
    assert decode(b"a" * 200 + b"\0") == "a" * 200 + "\0"
