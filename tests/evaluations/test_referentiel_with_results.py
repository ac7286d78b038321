"""A référentiel whose items have results is deleted: counted first, asked again when the count changes."""

from django.urls import reverse

from accounts.models import MatiereTeaching
from evaluations.models import Mark
from referentiels.models import Referentiel
from tests.factories import MarkFactory
from tests.html import words


def test_end_of_maths_5e_counts_its_results_and_asks_again_with_one_more_p13(class_5a, client_as):
    MatiereTeaching.objects.filter(matiere=class_5a.matiere).update(is_coordonnateur=True)
    browser = client_as(class_5a.teacher)
    address = reverse("referentiels:remove", args=[class_5a.referentiel.pk])

    asked = browser.get(address)
    assert "5 items disparaîtront." in words(asked)
    assert "37 résultats de 4 élèves" in words(asked)
    MarkFactory(
        evaluation=class_5a.evaluations["D3"],
        pupil=class_5a.pupils["BRAVO"],
        item=class_5a.items["B11"],
        author=Mark.objects.first().author,
        code="3",
    )
    again = browser.post(address, {"seen": asked.context["seen"]})
    assert (again.status_code, "38 résultats de 4 élèves" in words(again)) == (409, True)
    assert Mark.objects.count() == 39

    browser.post(address, {"seen": again.context["seen"]})

    assert (Referentiel.objects.count(), Mark.objects.count()) == (0, 0)


def test_request_in_preparation_is_not_told_as_a_result_p13(class_5a, client_as):
    page = words(client_as(class_5a.teacher).get(reverse("referentiels:tree", args=[class_5a.referentiel.pk])))

    # Of « Construire », two in D2 and three in D3: the « PA » is none.
    assert "5 résultats" in page
    assert "6 résultats" not in page
