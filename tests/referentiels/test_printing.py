"""A référentiel on paper."""

import io
import subprocess
import sys
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Account
from referentiels.library import offers
from referentiels.models import Item, Referentiel
from referentiels.queries.pages import rows_of
from referentiels.services.making import create
from referentiels.tree import Tree
from schools.models import Matiere, Niveau

ClientAs = Callable[[Account], Client]


def pages(client: Client, referentiel: Referentiel, **said: str) -> list[str]:
    answer = client.get(reverse("referentiels:print", args=[referentiel.pk]), said)
    assert answer["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_paper_bears_references_coefficients_marks_and_numbered_pages_p28(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    long = Tree(offers()["franc-3"].tree.domaines * 3)
    made = create(author=coordinator, matiere=maths, niveau=cm1, tree=long)
    Item.objects.filter(theme__domaine__referentiel=made).update(coefficient=7, comment="Seul,\nou aidé.")
    client = client_as(coordinator)
    printed = pages(client, made)
    text = " ".join(" ".join(printed).split())
    for domaine in rows_of(made):
        for theme in domaine.themes:
            for row in theme.items:
                assert row.reference in text
                assert " ".join(row.item.name.split()[:3]) in text
    assert text.count(" 7 ") >= made.domaines.count()
    assert "Seul," not in text
    assert len(printed) > 1
    for number, page in enumerate(printed, start=1):
        assert f"page {number} / {len(printed)}" in page
        assert "Coef." in page
    with_comments = pages(client, made, commentaires="1")
    assert "ou aidé." in " ".join(with_comments)
    assert len(with_comments) > len(printed)


def test_empty_referentiel_is_printed_and_says_so_p28(
    client_as: ClientAs, coordinator: Account, maths: Matiere, cm1: Niveau
) -> None:
    made = create(author=coordinator, matiere=maths, niveau=cm1)
    assert "Ce référentiel est vide." in pages(client_as(coordinator), made)[0]


def test_pages_of_referentiels_load_no_drawing_of_pdf() -> None:
    code = (
        "import django, sys; django.setup(); import sacoche.urls; "
        "print([name for name in ('reportlab', 'odf', 'numpy', 'pandas') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip().splitlines()[-1] == "[]"
