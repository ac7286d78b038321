"""« Grille (PDF) », « Avancement (PDF) »: read back from the files themselves."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Profile
from sacoche.kit.clock import today
from socle.models import Domaine, Item, ItemValidation, Pilier, SchoolPalier, State
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory

PALIER = 2


@pytest.fixture
def school_class(school, teacher):
    SchoolPalier(school=school, palier_id=PALIER).save()
    found = SchoolClassFactory(reference="CM2", name="CM2 Bleu")
    TeachingAssignmentFactory(teacher=teacher, school_class=found, is_pp=True)
    return found


@pytest.fixture
def pupils(school_class):
    names = [("ÉMÉRIC", "Zoé"), ("LEGALL", "Anne"), ("MOREAU", "Côme")]
    return [AccountFactory(profile=Profile.ELV, last_name=a, first_name=b, school_class=school_class) for a, b in names]


@pytest.fixture
def pilier():
    return Pilier.objects.filter(palier=PALIER).order_by("pk").first()


@pytest.fixture
def ask(client_as, teacher, school_class, pilier):
    """ask(vierge=1): the PDF of the grid of the class, as its teacher."""

    def get(name="socle:items_pdf", **more):
        one = {"competence": pilier.pk} if name == "socle:items_pdf" else {}
        asked = {"palier": PALIER, "classe": school_class.pk, "tout": 1, **one, **more}
        return client_as(teacher).get(reverse(name), asked)

    return get


def pages_of(response):
    assert response["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


def plain(texts):
    return "".join("".join(texts).split())


def decide(pupil, item, state):
    ItemValidation.objects.create(pupil=pupil, item=item, state=state, decided_on=today(), author_label="DURAND P.")


def test_grid_on_paper_has_each_pupil_each_item_and_the_sign_of_each_decision(ask, pupils, pilier):
    items = list(Item.objects.filter(domaine__pilier=pilier))
    decide(pupils[0], items[0], State.VALIDATED)
    decide(pupils[1], items[0], State.VALIDATED)
    decide(pupils[2], items[1], State.REFUSED)

    told = plain(pages_of(ask()))

    assert [plain(pupil.full_name) in told for pupil in pupils] == [True] * 3
    assert [plain(item.label) in told for item in items] == [True] * len(items)
    # A sign more than the decisions: that of the legend.
    legends = len(pages_of(ask()))
    assert (told.count("✓"), told.count("✗")) == (2 + legends, 1 + legends)


def test_blank_grid_has_the_heads_and_no_decision(ask, pupils, pilier):
    decide(pupils[0], Item.objects.filter(domaine__pilier=pilier).first(), State.VALIDATED)

    pages = pages_of(ask(vierge=1))

    assert plain(pages).count("✓") == len(pages)
    assert plain(pupils[2].full_name) in plain(pages)


def test_whole_palier_is_printed_compétence_after_compétence(ask, pupils):
    told = plain(pages_of(ask(entier=1)))

    for pilier in Pilier.objects.filter(palier=PALIER):
        assert plain(str(pilier)) in told
    for label in Domaine.objects.filter(pilier__palier=PALIER).values_list("label", flat=True):
        assert plain(label) in told


def test_forty_pupils_of_long_names_are_all_printed(ask, school_class):
    family = "de La Rochefoucauld-Montmorency-Luxembourg d'Hautpoul-Saint-Georges"
    for rank in range(40):
        AccountFactory(profile=Profile.ELV, last_name=f"N{rank:02} {family}", school_class=school_class)

    told = plain(pages_of(ask()))

    assert [f"N{rank:02}" in told for rank in range(40)] == [True] * 40
    assert told.count(plain("d'Hautpoul-Saint-Georges")) >= 40


def test_grid_of_compétences_is_printed_too(ask, pupils):
    told = plain(pages_of(ask("socle:piliers_pdf")))

    assert [plain(str(pilier)) in told for pilier in Pilier.objects.filter(palier=PALIER)].count(False) == 0


def test_grid_without_a_choice_is_asked_again_in_words(client_as, teacher, school_class):
    response = client_as(teacher).get(reverse("socle:items_pdf"))

    assert response["Content-Type"].startswith("text/html")


def test_progress_on_paper_says_what_the_page_says(client_as, director, pupils, pilier):
    for item in Item.objects.filter(domaine__pilier=pilier):
        decide(pupils[0], item, State.VALIDATED)

    told = plain(pages_of(client_as(director).get(reverse("socle:progress_pdf"))))

    size = Item.objects.filter(domaine__pilier=pilier).count()
    assert plain("CM2 Bleu (3)") in told
    assert plain(f"{2 * size} (2)") in told


def test_sheet_of_a_pupil_on_paper_says_class_guardians_and_teachers(client_as, admin, pupils, teacher):
    response = client_as(admin).get(reverse("accounts:pupil_pdf", args=[pupils[0].pk]))

    told = plain(pages_of(response))
    for words in ("Zoé", "CM2 Bleu", "Aucun responsable légal n'est connu.", f"{teacher.full_name} (PP)"):
        assert plain(words) in told
