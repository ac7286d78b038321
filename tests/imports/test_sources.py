"""What every import source must declare and refuse: a new one is tested here by being there."""

import pytest
from django.urls import reverse

from imports.brought.extraction import UnreadableFile
from imports.sources import sources
from imports.steps import steps
from tests.html import words

every_source = pytest.mark.parametrize("source", list(sources), ids=lambda source: source.code)


@every_source
def test_source_says_what_it_is(source):
    said = (source.group, source.group_advice, source.option, source.title, source.file_hint, source.help_label)
    assert all(said)
    assert source.heading() == f"{source.group} → {source.title}"


@every_source
def test_source_has_a_help_page(source, client, db):
    assert client.get(reverse(source.help_url_name)).status_code == 200


def test_help_says_where_to_click_in_arena_and_sts_web_s48(client, db):
    said = words(client.get(reverse("imports:help_siecle")))
    assert "On entre dans Siècle et STS-Web par le portail ARENA de l'académie, avec son identifiant" in said
    assert "Dans STS-Web, année en cours, menu « Exports », puis « Emploi du temps »." in said
    assert "Ne prenez ni « Structure » ni « Services »" in said


@every_source
def test_source_steps_exist_and_frame_the_import(source):
    assert [code for code in source.steps if code not in steps] == []
    assert (source.steps[0], source.steps[-1]) == ("fichier", "nettoyage")


@every_source
def test_source_with_affectations_says_of_what(source):
    assert bool(source.links) == ("affectations" in source.steps)


@every_source
@pytest.mark.parametrize("data", [b"", b" \r\n", b"\x00" * 500, b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_source_refuses_nothing_and_pictures_in_words(source, data):
    with pytest.raises(UnreadableFile, match=r"\w{3}.*\."):
        source.read(data)
