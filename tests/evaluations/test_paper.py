"""Files and paper of an évaluation: saisie déportée out and in, the grid as a PDF, cartouches, who may have them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.models import Evaluation, Level, Mark, Share
from evaluations.paper.reading import UnusableFile, read_file
from evaluations.paper.sheet import SheetItem, keys_of
from evaluations.paper.strips import Strip
from evaluations.queries import current_scale
from evaluations.queries.sheets import sheet_of
from evaluations.scale.whole import DEFAULT_SCALE
from referentiels.models import Item
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit.files.workbook import read_workbook
from tests.evaluations.pdf import pages_of
from tests.factories import AccountFactory, MatiereFactory, MatiereTeachingFactory

STRIPS = {
    "contenu": "resultats",
    "detail": "complet",
    "cases": "une",
    "hauteur": "variable",
    "orientation": "portrait",
    "couleur": "couleur",
    "fond": "blanc",
    "marge": "10",
}


@pytest.fixture
def ask(class_5a, client_as):
    """Asks for a document of an évaluation of 5A, as its teacher."""

    def get(name, evaluation, **query):
        return client_as(class_5a.teacher).get(
            reverse(f"evaluations:{name}", args=[class_5a.evaluations[evaluation].pk], query=query)
        )

    return get


@pytest.fixture
def give(class_5a, client_as):
    """Gives a filled file back to the grid of an évaluation of 5A."""

    def post(evaluation, content, *, account=None, name="saisie.csv"):
        return client_as(account or class_5a.teacher).post(
            reverse("evaluations:read_deported", args=[class_5a.evaluations[evaluation].pk]),
            {"fichier": SimpleUploadedFile(name, content)},
        )

    return post


def read(class_5a, text, evaluation="D1"):
    """What a file written in the test says, refusals raised; `{A10}` and `{ALPHA}` stand for their numbers."""
    numbers = {name: each.pk for name, each in (class_5a.items | class_5a.pupils).items()}
    sheet = sheet_of(class_5a.evaluations[evaluation])
    return read_file(text.format(**numbers).encode(), sheet, keys_of(current_scale()))


# --- Saisie déportée --------------------------------------------------------------------------------------------------


def test_file_of_the_class_has_its_keys_a_question_mark_for_a_request_and_a_space_for_an_empty_cell_p103(class_5a, ask):
    answer = ask("deported_csv", "D2", rempli=1)
    rows = answer.content.decode("cp1252").split("\r\n")
    ids = [class_5a.pupils[name].pk for name in ("ALPHA", "BRAVO", "CHARLI", "DELTA")]
    assert rows[0] == f";{';'.join(map(str, ids))};"
    assert rows[2] == f"{class_5a.items['A11'].pk};3;3;1;E;MATHS.5.A11 [–] Placer une fraction"
    assert rows[4].split(";")[1:5] == ["?", "3", "3", " "]
    assert rows[5] == ';"Ana ALPHA";"Ben BRAVO";"Cléo CHARLI";"Dan DELTA";'
    assert rows[6:] == ["", "5A", "D2", "06/10/2026", "", "CODAGES AUTORISÉS : 1 2 3 4 A D E F N R", ""]
    assert "attachment" in answer["Content-Disposition"]


def test_file_given_back_as_it_came_is_the_same_marks_and_writes_nothing_p104(class_5a, ask, give):
    before = class_5a.codes("D1")
    answer = give("D1", ask("deported_csv", "D1", rempli=1).content).json()
    stored = Mark.objects.filter(evaluation=class_5a.evaluations["D1"]).values_list("pupil_id", "item_id", "code")
    assert sorted(map(tuple, answer["cells"])) == sorted(stored)
    assert (answer["told"], class_5a.codes("D1")) == ([], before)


def test_workbook_goes_out_and_comes_back_with_the_same_codes_p104(class_5a, ask, give):
    content = ask("deported_workbook", "D1", rempli=1).content
    assert read_workbook(content).header[1:5] == [str(pupil.pk) for pupil in class_5a.pupils.values()]
    assert len(give("D1", content, name="saisie.xlsx").json()["cells"]) == 12


def test_codes_are_read_whatever_their_capitals_by_key_or_by_sigle_p104(class_5a):
    brought = read(class_5a, ";{ALPHA};{BRAVO};{CHARLI};{DELTA}\n{A10};ab;vv;n;2\n")
    assert [brought.cells[pupil.pk, class_5a.items["A10"].pk] for pupil in class_5a.pupils.values()] == [
        "AB",
        "4",
        "NN",
        "2",
    ]


def test_what_is_not_understood_is_told_with_its_place_and_leaves_the_cell_p104(class_5a):
    brought = read(class_5a, ";{ALPHA};{BRAVO};999999;{DELTA}\n{A10};Z;?;1;\n888888;1;1;1;1\n{A11};1;2;;3\n")
    assert sorted(brought.cells.values()) == ["1", "2", "3"]
    assert brought.told == [
        "1 colonne d'un élève inconnu ici, ignorée : 999999.",
        "1 ligne d'un item inconnu ici, ignorée : ligne 3 (« 888888 »).",
        "1 code inconnu, case laissée comme elle est : « Z », ligne 2, ALPHA Ana.",
        "1 case « ? » laissée comme elle est.",
        "1 case vide laissée comme elle est.",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{ALPHA};{BRAVO}\n{A10};1;2\n", "La première ligne commence par le numéro de ALPHA Ana"),
        (";{ALPHA};{BRAVO};\n{A10};;1;2\n", "le code « 2 » est dans la colonne 4, après les élèves"),
        (";{ALPHA};{BRAVO};\n{A10};1;MATHS.5.A10 Lire;\n", "l'intitulé de l'item est dans la colonne de BRAVO Ben"),
        (
            ";{ALPHA};{BRAVO};\n{A10};1;2;Lire\n;Ben BRAVO;Ana ALPHA;\n",
            "porte le numéro de ALPHA Ana et le nom de BRAVO",
        ),
        (";{ALPHA};{ALPHA};\n{A10};1;2;Lire\n", "ALPHA Ana a deux colonnes"),
        (";{ALPHA};{BRAVO};\n{A10};1;2;Lire\n{A10};1;2;Lire\n", "est deux fois, lignes 2 et 3"),
        (";{ALPHA};{BRAVO};\n5;1;2;Lire\n", "Aucune ligne ne commence par le numéro d'un item"),
        (";999998;999999\n{A10};1;2\n", "ne porte le numéro d'aucun élève"),
        ("\n\n", "Ce fichier est vide"),
    ],
)
def test_file_that_would_give_a_pupil_the_codes_of_another_is_refused_whole(class_5a, text, why):
    with pytest.raises(UnusableFile) as refusal:
        read(class_5a, text)
    assert why in str(refusal.value)


def test_file_that_is_no_table_is_refused_in_words(class_5a, give):
    answer = give("D1", b"%PDF-1.7 ...", name="copie.pdf")
    assert answer.status_code == 422
    assert answer.json()["error"] == "« copie.pdf » est un PDF : choisissez le fichier rempli."
    assert "choisissez-en un autre" in give("D1", b"").json()["error"]
    assert "2 Mo" in give("D1", b"x" * (2 * 1024 * 1024 + 1)).json()["error"]


def test_only_who_may_enter_gives_a_file_back(class_5a, give, colleague):
    Share.objects.create(evaluation=class_5a.evaluations["D1"], colleague=colleague, level=Level.SEE)
    answer = give("D1", b";1;\n2;3\n", account=colleague)
    assert answer.status_code == 403
    assert "DURAND" in answer.json()["error"] or class_5a.teacher.author_label in answer.json()["error"]
    assert "Rien n'a été lu" in answer.json()["error"]


# --- The grid on paper ------------------------------------------------------------------------------------------------


def test_grid_of_thirty_pupils_by_twelve_items_is_one_page_with_each_name_and_reference_p105(class_5a, ask):
    for number in range(26):
        AccountFactory(last_name=f"NOM{number:02d}", first_name="Zoé", school_class=class_5a.school_class)
    [page] = pages_of(ask("grid_pdf", "D2", rempli=1).content)
    for name in ("ALPHA", "BRAVO", "NOM00", "NOM25"):
        assert name in page
    for reference in ("A10", "A11", "A20", "B11"):
        assert f"MATHS.5.{reference}" in page
    assert "VV" in page


def test_grid_of_forty_five_pupils_has_two_pages_with_their_headings_p105(class_5a, ask):
    for number in range(41):
        AccountFactory(last_name=f"NOM{number:02d}", first_name="Zoé", school_class=class_5a.school_class)
    pages = pages_of(ask("grid_pdf", "D2").content)
    assert len(pages) == 2
    assert all("MATHS.5.A10" in page and "D2" in page for page in pages)
    assert "ALPHA" in pages[0]
    assert "NOM40" in pages[1]


def test_blank_grid_has_no_code_and_grey_one_has_the_sigles_p105(class_5a, ask):
    [blank], [grey] = (pages_of(ask("grid_pdf", "D2", **more).content) for more in ({}, {"rempli": 1, "gris": 1}))
    assert blank.count("NE") == 0
    assert grey.count("NE") == 1


# --- Cartouche --------------------------------------------------------------------------------------------------------


@pytest.fixture
def strips(class_5a, client_as):
    """The cartouches of an évaluation of 5A."""

    def post(evaluation="D2", **more):
        address = reverse("evaluations:strips", args=[class_5a.evaluations[evaluation].pk])
        return client_as(class_5a.teacher).post(address, STRIPS | more)

    return post


def test_ten_pupils_have_ten_strips_and_none_is_cut_by_a_page_p106(class_5a, strips):
    for number in range(6):
        AccountFactory(last_name=f"NOM{number:02d}", first_name="Zoé", school_class=class_5a.school_class)
    pages = pages_of(strips().content)
    headings = [page.count("06/10/2026 - D2 - ") for page in pages]
    assert sum(headings) == 10
    assert [page.count("Construire") for page in pages] == headings


@pytest.mark.parametrize("margin", ["16", "4", "", "large"])
def test_margin_outside_five_to_fifteen_is_refused_p106(strips, margin):
    answer = strips(marge=margin)
    assert answer.status_code == 422
    assert "Les marges vont de 5 à 15" in answer.text


@pytest.mark.parametrize(
    "more",
    [
        {"cases": "codes"},
        {"detail": "references"},
        {"detail": "references", "cases": "codes", "coefficients": "on", "socle": "on", "references": "on"},
        {"contenu": "vierge", "hauteur": "fixe", "orientation": "paysage", "fond": "gris", "couleur": "gris"},
        {"contenu": "nom", "items_concernes": "on", "eleves_evalues": "on", "legende": "on", "marge": "15"},
    ],
)
def test_every_option_gives_a_pdf_that_names_who_it_should_p106(strips, more):
    text = " ".join(pages_of(strips(**more).content))
    assert ("Ana ALPHA" in text) is (more.get("contenu") != "vierge")


def test_only_items_with_a_result_or_a_request_are_kept_when_asked_p106(class_5a, strips):
    text = strips(items_concernes="on", csv="oui").content.decode("cp1252")
    delta = text.split("Dan DELTA\r\n")[1]
    assert "MATHS.5.B11" not in delta
    assert "MATHS.5.A10" in delta


def test_pupil_without_an_ordinary_code_has_no_strip_when_asked_p106(class_5a, strips):
    text = strips("D1", eleves_evalues="on", csv="oui").content.decode("cp1252")
    assert "Cléo CHARLI" not in text
    assert "Dan DELTA" in text


def test_strips_that_nobody_would_have_are_refused_in_words_p106(class_5a, strips):
    Mark.objects.filter(evaluation=class_5a.evaluations["D1"]).delete()
    answer = strips("D1", items_concernes="on")
    assert answer.status_code == 422
    assert "décochez une restriction" in answer.text


@pytest.mark.parametrize("name", ["deported_csv", "deported_workbook", "grid_pdf", "strips", "spread", "spread_pdf"])
def test_documents_are_refused_to_a_colleague_with_whom_nothing_is_shared(class_5a, client_as, colleague, name):
    address = reverse(f"evaluations:{name}", args=[class_5a.evaluations["D1"].pk])
    assert client_as(colleague).get(address).status_code == 403


@pytest.mark.parametrize("has_boxes", [True, False])
@pytest.mark.parametrize("is_full", [True, False])
@pytest.mark.parametrize("margin", [5, 10, 15])
def test_strip_of_any_number_of_items_fits_its_pages_p106(is_full, has_boxes, margin):
    from evaluations.paper.strips_pdf import Look, write_strips_pdf

    look = Look(is_full=is_full, has_boxes=has_boxes, margin=margin)
    for number in (1, 7, 8, 9, 60):
        items = [SheetItem(pk, f"MATHS.5.A{pk}", "Résoudre un problème et rédiger " * 3) for pk in range(number)]
        strip = Strip("06/10/2026 - D2 - Ana ALPHA", [(item, "V") for item in items])
        text = " ".join(pages_of(write_strips_pdf([strip], look, DEFAULT_SCALE, title="D2")))
        assert all(item.reference in text for item in items)


def test_items_of_two_matieres_keep_their_order_in_grid_file_pdf_and_strips_p74(class_5a, client_as):
    """Twelve items, the third one moved first: the same order wherever the évaluation goes."""
    svt = MatiereFactory(reference="SVT", label="SVT")
    MatiereTeachingFactory(teacher=class_5a.teacher, matiere=svt)
    named = tuple(PlainItem(f"Observer la cellule {number}") for number in range(7))
    tree = Tree((Domaine("V", "Le vivant", themes=(Theme("Cellule", items=named),)),))
    other = create(author=None, matiere=svt, niveau=class_5a.school_class.niveau, tree=tree)
    cells = list(Item.objects.filter(theme__domaine__referentiel=other).order_by("order"))
    maths = [class_5a.items[name] for name in ("B11", "A20", "A10", "B10", "A11")]
    ordered = [*cells[3:], *maths, *cells[:3]]
    browser, sent = client_as(class_5a.teacher), [item.pk for item in ordered]
    typed = {"title": "Deux matières", "given_on": "2026-11-30", "classe": class_5a.school_class.pk}
    moved = browser.post(reverse("evaluations:new"), typed | {"item": sent, "act": f"monter-{sent[2]}"})
    again = [item.id for item in moved.context["chosen"]]
    moved = browser.post(reverse("evaluations:new"), typed | {"item": again, "act": f"monter-{sent[2]}"})
    wanted = [item.id for item in moved.context["chosen"]]
    assert wanted == [sent[2], sent[0], sent[1], *sent[3:]]
    browser.post(reverse("evaluations:new"), typed | {"item": wanted})
    made = Evaluation.objects.get(title="Deux matières")
    names = [Item.objects.get(pk=pk).name for pk in wanted]

    grid = browser.get(reverse("evaluations:entry", args=[made.pk])).content.decode()
    assert [int(pk) for pk in re.findall(r'<tr data-i="(\d+)"', grid)] == wanted
    text = browser.get(reverse("evaluations:deported_csv", args=[made.pk])).content.decode("cp1252")
    assert [int(line.split(";")[0]) for line in text.split("\r\n")[1:13]] == wanted
    pdf = " ".join(pages_of(browser.get(reverse("evaluations:grid_pdf", args=[made.pk])).content))
    strip = browser.post(reverse("evaluations:strips", args=[made.pk]), STRIPS).content
    for paper in (pdf, pages_of(strip)[0]):
        places = [paper.find(name) for name in names]
        assert -1 not in places
        assert places == sorted(places)
