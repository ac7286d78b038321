"""« Codes de notation » and their images: typed, previewed, kept."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from evaluations import queries
from evaluations.models import ScaleSettings, SymbolImage
from evaluations.scale.moves import Series
from evaluations.scale.whole import DEFAULT_SCALE
from sacoche.kit.tenancy import school_scope
from tests.evaluations.typing_scale import (
    CODES,
    CONFIRMED,
    DEFAULT,
    EDIT_CODES,
    EDIT_STATES,
    NA,
    A,
    picture,
    saved,
    sent_image,
    typed_codes,
    typed_states,
)
from tests.html import words


def test_codes_are_previewed_then_kept_p40(browser):
    five = typed_codes(*DEFAULT, (5, "D", "Dépassé", 100, 5))

    preview = browser.post(EDIT_CODES, five | {"etape": "apercu"})
    assert "D ajouté (100)" in words(preview)
    assert not ScaleSettings.objects.exists()

    assert "Codes de notation enregistrés." in words(saved(browser, EDIT_CODES, five))
    assert [code.sigle for code in queries.current_scale().active] == ["RR", "R", "V", "VV", "D"]
    assert JournalEntry.objects.get(code="evaluations.set_codes").details == {"changes": "D ajouté (100)"}


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (typed_codes(DEFAULT[0]), "Il faut 2 codes utilisés au moins"),
        (
            typed_codes(*((n, f"C{n}", "Légende", n, n) for n in range(1, 8))),
            "6 codes utilisés au plus : il y en a 7",
        ),
        (typed_codes(DEFAULT[0], DEFAULT[2], DEFAULT[1]), "« V » vaut 67 et vient avant « R », qui vaut 33"),
        (typed_codes(DEFAULT[0], (2, "R", "Insuffisant", 33, 1)), "La touche 1 sert à deux codes (RR, R)"),
        (typed_codes(DEFAULT[0], (4, "VV", "Bien", 201, 4)), "« VV » : une valeur va de 0 à 200, pas 201."),
        (typed_codes(DEFAULT[0], (4, "VV", "Bien", "cent", 4)), "« VV », valeur : écrivez un nombre entier"),
        (typed_codes(DEFAULT[0], (4, "VV", "Bien", "-1", 4)), "« VV », valeur : écrivez un nombre entier"),
        (typed_codes(DEFAULT[0], (4, "VV", "Bien", "99999999999999999999", 4)), "« VV », valeur : écrivez un nombre"),
        (typed_codes(DEFAULT[0], (4, "VV", "Bien", "", "")), "« VV », touche : écrivez un nombre entier"),
        (typed_codes(*DEFAULT, symboles="fleurs"), "« fleurs » n'est pas un jeu de symboles"),
        (typed_codes(*DEFAULT, **{"image-4": "0" * 16}), "« VV » : cette image n'est plus là"),
        (
            typed_codes(
                *DEFAULT, couleurs="on", **{f"{s}-{n}": "#777777" for n in range(1, 5) for s in ("clair", "sombre")}
            ),
            "le texte ne se lirait pas sur cette couleur",
        ),
        ({"version": 0}, "Il faut 2 codes utilisés au moins"),
    ],
)
@pytest.mark.parametrize("step", ["apercu", "enregistrer"])
def test_codes_that_do_not_hold_are_refused_and_stay_typed_p40(browser, sent, fault, step):
    page = browser.post(EDIT_CODES, sent | {"etape": step})

    assert (page.status_code, fault in words(page)) == (422, True)
    assert all(f'value="{sent[name]}"' in page.content.decode() for name in sent if name.startswith("sigle-"))
    assert not ScaleSettings.objects.exists()


def test_value_over_a_hundred_is_kept_once_confirmed_p40(browser):
    sent = typed_codes(*DEFAULT[:3], (4, "VV", "Très satisfaisant", 120, 4))

    assert "« VV » vaut 120" in words(browser.post(EDIT_CODES, sent | {"etape": "apercu"}))
    assert "Cochez la case pour confirmer" in words(saved(browser, EDIT_CODES, sent))
    assert not ScaleSettings.objects.exists()

    saved(browser, EDIT_CODES, sent | CONFIRMED)
    assert queries.current_scale().values["4"] == 120


@pytest.mark.parametrize(
    ("button", "order"),
    [({"monter": "4"}, [1, 2, 4, 3]), ({"descendre": "1"}, [2, 1, 3, 4]), ({"monter": "1"}, [1, 2, 3, 4])],
)
def test_codes_change_place_without_a_script_and_before_they_are_kept_p40(browser, button, order):
    page = browser.post(EDIT_CODES, typed_codes(*DEFAULT) | button)

    assert [row.number for row in page.context["form"].rows] == order
    assert page.status_code == 200
    assert not ScaleSettings.objects.exists()


def test_code_is_added_blank_and_one_left_blank_is_none_p40(browser):
    page = browser.post(EDIT_CODES, typed_codes(*DEFAULT) | {"etape": "ajouter"})
    assert [row.number for row in page.context["form"].rows] == [1, 2, 3, 4, 5]

    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, (5, "", "", "", ""), unused=[5], symboles="points"))
    assert (len(queries.current_scale().codes), queries.current_scale().symbols) == (4, "points")


def test_code_no_longer_used_stays_in_the_scale_p41(browser):
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, unused=[2]))

    scale = queries.current_scale()
    assert [code.sigle for code in scale.active] == ["RR", "V", "VV"]
    assert scale.values["2"] == 33
    assert "Insuffisant n'est plus saisi" in words(browser.get(CODES))


def test_results_that_a_code_no_longer_typed_bears_are_counted_first_p41(browser, monkeypatch):
    results = [Series(name, "2 4 2", DEFAULT_SCALE.calculation) for name in ("ALPHA A10", "BRAVO A10")]
    monkeypatch.setattr(queries, "school_series", lambda referentiel_id=None: results)

    page = words(browser.post(EDIT_CODES, typed_codes(*DEFAULT, unused=[2, 3]) | {"etape": "apercu"}))
    page = page.replace("\u00a0", " ")
    assert "« R » : 4 résultats le portent ; ils compteront toujours, avec la même valeur." in page
    assert "« V » : 0 résultat le porte." in page
    assert "0 score sur 2 change, dont 0 d'état." in page


def test_code_that_results_bear_is_not_taken_away_p41(browser, monkeypatch):
    results = [Series("ALPHA A10", "1 2 4", DEFAULT_SCALE.calculation)]
    monkeypatch.setattr(queries, "school_series", lambda referentiel_id=None: results)

    page = saved(browser, EDIT_CODES, typed_codes(DEFAULT[0], *DEFAULT[2:]))

    assert (page.status_code, "Des résultats portent « R »" in words(page)) == (422, True)
    assert not ScaleSettings.objects.exists()


def test_two_people_who_change_the_scale_lose_nothing(browser):
    saved(browser, EDIT_STATES, typed_states(NA, ("VA", "Presque", 40, 60, 50), A))

    page = saved(browser, EDIT_CODES, typed_codes(*DEFAULT, symboles="points"))
    assert page.status_code == 409
    assert "L'échelle vient d'être changée par quelqu'un d'autre" in words(page)
    assert queries.current_scale().symbols == "traits"

    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, version=page.context["version"], symboles="points"))
    scale = queries.current_scale()
    assert (scale.symbols, scale.states[1].legend) == ("points", "Presque")


def test_image_of_twenty_by_ten_is_drawn_anew_and_borne_by_a_code_p41(browser):
    sent_image(browser, picture() + b"<script>alert(1)</script>")
    [image] = SymbolImage.objects.all()
    assert b"script" not in bytes(image.content)

    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, **{"image-4": image.digest}))
    page = browser.get(CODES).content.decode()
    address = reverse("evaluations:image", args=[image.digest])
    assert f'src="{address}"' in page
    assert ">VV</text>" in page  # for print, and for who chose « Daltonisme »
    assert browser.get(address).content == bytes(image.content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture(size=(400, 400)), "Cette image a 400 × 400 points ; il en faut 20 × 10."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Un fichier SVG peut contenir un programme"),
        (b'<?xml version="1.0"?><SVG/>', "Un fichier SVG peut contenir un programme"),
        (picture(kind="JPEG"), "C'est un fichier JPEG"),
        (picture(kind="GIF"), "C'est un fichier GIF"),
        (picture(kind="WEBP"), "C'est un fichier WebP"),
        (picture()[:40], "Ce fichier n'est pas une image PNG lisible"),
        (b"bonjour", "Ce fichier n'est pas une image PNG lisible"),
        (b"", "Ce fichier est vide"),
        (b"x" * 200_000, "dépasse 100 ko"),
    ],
)
def test_other_images_are_refused_in_words_p41(browser, content, said):
    page = sent_image(browser, content)

    assert (page.status_code, said in words(page).replace("\u00a0", " ")) == (422, True)
    assert not SymbolImage.objects.exists()


def test_image_that_a_code_bears_is_not_taken_away_p41(browser):
    sent_image(browser, picture())
    digest = SymbolImage.objects.get().digest
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, **{"image-4": digest}))
    drop = reverse("evaluations:drop_image", args=[digest])

    assert "« VV » porte cette image" in words(browser.post(drop, follow=True)).replace("\u00a0", " ")
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, version=1))
    browser.post(drop)
    assert not SymbolImage.objects.exists()


def test_image_of_another_school_is_not_there(browser, other_school):
    with school_scope(other_school):
        other = SymbolImage.objects.create(digest="a" * 16, content=picture())
    assert browser.get(reverse("evaluations:image", args=[other.digest])).status_code == 404
