"""Pages and data go out compressed to who takes it; what is compressed already, or comes piece by piece, does not."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from sacoche.middleware import CompressedText

TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def answered(response, **headers):
    return CompressedText(lambda request: response)(RequestFactory().get("/", **headers))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/csv; charset=utf-8"])
def test_text_is_compressed_and_says_so(kind):
    response = answered(HttpResponse("pas observé " * 1000, content_type=kind), **TAKES)
    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")
    assert len(response.content) < 300
    assert gzip.decompress(response.content).decode() == "pas observé " * 1000


def test_two_answers_of_one_page_are_not_of_one_size():
    """What a page holds cannot be guessed from what it weighs."""
    page = "pas observé " * 1000
    assert len({len(answered(HttpResponse(page), **TAKES).content) for _ in range(40)}) > 5


@pytest.mark.parametrize("kind", ["application/zip", "application/pdf", "image/png", "application/octet-stream"])
def test_file_is_left_as_it_is(kind):
    response = answered(HttpResponse(b"x" * 5000, content_type=kind), **TAKES)
    assert "Content-Encoding" not in response.headers


def test_answer_in_pieces_is_left_as_it_is():
    response = answered(StreamingHttpResponse(iter(["a" * 5000]), content_type="text/csv"), **TAKES)
    assert "Content-Encoding" not in response.headers


def test_browser_that_does_not_take_it_has_the_page_as_it_is():
    response = answered(HttpResponse("a" * 5000))
    assert ("Content-Encoding" in response.headers, response["Vary"]) == (False, "Accept-Encoding")


def test_page_of_the_product_goes_out_compressed(db, client):
    response = client.get("/a-propos/", **TAKES)
    assert "À propos" in gzip.decompress(response.content).decode()
