"""« Codes de notation », « États d'acquisition », « Algorithme de calcul »: typed, previewed, kept, put back."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from accounts.enums import Profile
from accounts.models import JournalEntry
from evaluations import queries
from evaluations.models import ScaleChange, ScaleSettings, SymbolImage
from evaluations.scale.calculation import Calculation
from evaluations.scale.moves import Series
from evaluations.scale.whole import DEFAULT_SCALE, Part
from evaluations.scoring.methods import Method
from evaluations.services import scale as services
from referentiels.models import Referentiel
from sacoche.kit.tenancy import all_schools, school_scope
from tests.factories import AccountFactory, MatiereTeachingFactory, ReferentielFactory
from tests.html import words

CODES, EDIT_CODES = reverse("evaluations:codes"), reverse("evaluations:edit_codes")
STATES, EDIT_STATES = reverse("evaluations:states"), reverse("evaluations:edit_states")
CALCULATION, EDIT_CALCULATION = reverse("evaluations:calculation"), reverse("evaluations:edit_calculation")
LIST = reverse("evaluations:referentiel_calculations")
CONFIRMED = {"confirme": "on"}


@pytest.fixture
def browser(client_as, admin):
    return client_as(admin)


def typed_codes(*codes, version=0, **more):
    """What the form sends for (number, sigle, legend, value, key) rows; all are used but those of `unused`."""
    unused = more.pop("unused", ())
    sent = {"version": version, "symboles": "traits", "numero": [code[0] for code in codes]}
    for number, *values in codes:
        names = ("sigle", "legende", "valeur", "touche")
        sent |= {f"{name}-{number}": value for name, value in zip(names, values, strict=True)}
        if number not in unused:
            sent[f"utilise-{number}"] = "on"
    return sent | more


def typed_states(*states, version=0, **more):
    """What the form sends for (sigle, legend, low, high, value) rows."""
    sent = {"version": version, "numero": list(range(1, len(states) + 1))}
    for number, values in enumerate(states, 1):
        names = ("sigle", "legende", "debut", "fin", "valeur")
        sent |= {f"{name}-{number}": value for name, value in zip(names, values, strict=True)}
    return sent | more


def colours(colour, count):
    """One colour for every row, on light screens and on dark ones."""
    return {f"{side}-{number}": colour for number in range(1, count + 1) for side in ("clair", "sombre")}


DEFAULT = tuple((code.number, code.sigle, code.legend, code.value, code.key) for code in DEFAULT_SCALE.codes)
NA, VA, A = ((state.sigle, state.legend, state.low, state.high, state.value) for state in DEFAULT_SCALE.states)


def saved(browser, page, sent):
    return browser.post(page, sent | {"etape": "enregistrer"}, follow=True)


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [Profile.TUT, Profile.ELV, Profile.ENS, Profile.DIR])
def test_everybody_reads_symbols_legends_values_and_thresholds_p66(school, client_as, profile):
    browser = client_as(AccountFactory(profile=profile))

    codes, states = words(browser.get(CODES)), words(browser.get(STATES))
    assert all(code.legend in codes for code in DEFAULT_SCALE.codes)
    assert "RR Très insuffisant 0 1" in codes
    assert "AB Absent A" in codes
    assert "VA Partiellement acquis 40 à 60 50" in states
    assert "moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16" in words(browser.get(CALCULATION))


def test_right_taken_from_families_closes_the_pages_to_them_p66(school, client_as):
    school.access = {
        "rights": {
            "evaluations.see_scale": {"profiles": ["ELV", "ENS"], "restrictions": []},
            "evaluations.see_calculation": {"profiles": ["ENS"], "restrictions": []},
        }
    }
    school.save()
    parent, pupil = client_as(AccountFactory(profile=Profile.TUT)), client_as(AccountFactory(profile=Profile.ELV))

    assert [parent.get(page).status_code for page in (CODES, STATES, CALCULATION)] == [403, 403, 403]
    assert [pupil.get(page).status_code for page in (CODES, STATES, CALCULATION)] == [200, 200, 403]


def test_heads_and_administrators_change_the_scale_and_nobody_else(client_as, admin, director, teacher):
    pages = (EDIT_CODES, EDIT_STATES, EDIT_CALCULATION)

    assert [[client_as(who).get(page).status_code for page in pages] for who in (admin, director, teacher)] == [
        [200, 200, 200],
        [200, 200, 200],
        [403, 403, 403],
    ]
    assert client_as(teacher).post(EDIT_CODES, typed_codes(*DEFAULT)).status_code == 403
    assert not ScaleSettings.objects.exists()


# --- Codes ------------------------------------------------------------------------------------------------------------


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


# --- Images -----------------------------------------------------------------------------------------------------------


def picture(size=(20, 10), kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(stream, format=kind)
    return stream.getvalue()


def sent_image(browser, content, name="code.png"):
    return browser.post(reverse("evaluations:send_image"), {"image": SimpleUploadedFile(name, content)}, follow=True)


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
        (b"x" * 200_000, "dépasse 100 Ko"),
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


# --- States -----------------------------------------------------------------------------------------------------------


def test_states_are_kept_in_the_order_of_their_thresholds_p42(browser):
    saved(browser, EDIT_STATES, typed_states(("O", "Oui", 50, 100, 90), ("N", "Non", 0, 49, 10)))

    assert [(state.sigle, state.low) for state in queries.current_scale().states] == [("N", 0), ("O", 50)]
    assert JournalEntry.objects.get(code="evaluations.set_states")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (typed_states(NA, ("VA", "Presque", 41, 60, 50), A), "40 n'est dans aucun état"),
        (typed_states(("NA", "Non", 0, 40, 0), VA, A), "40 est dans deux états"),
        (typed_states(NA, VA, ("A", "Acquis", 61, 100, 130)), "la valeur d'un état va de 0 à 100, pas 130"),
        (typed_states(NA, VA, ("A", "Acquis", "61,5", 100, 100)), "« A », premier seuil : écrivez un nombre entier"),
        (typed_states(("X", "Tout", 0, 100, 100)), "Il faut 2 états au moins"),
        (
            typed_states(
                NA, VA, A, couleurs="on", **{f"{s}-{n}": "#000000" for n in (1, 2, 3) for s in ("clair", "sombre")}
            ),
            "le texte ne se lirait pas",
        ),
    ],
)
def test_states_that_do_not_hold_are_refused_and_stay_typed_p42(browser, sent, fault):
    page = saved(browser, EDIT_STATES, sent)

    assert (page.status_code, fault in words(page).replace("\u00a0", " ")) == (422, True)
    assert f'value="{sent["debut-1"]}"' in page.content.decode()
    assert not ScaleSettings.objects.exists()


def test_states_are_added_and_taken_away_before_they_are_kept_p42(browser):
    added = browser.post(EDIT_STATES, typed_states(NA, VA, A) | {"etape": "ajouter"})
    removed = browser.post(EDIT_STATES, typed_states(NA, VA, A) | {"retirer": "2"})

    assert [row.sigle for row in added.context["form"].rows] == ["NA", "VA", "A", ""]
    assert [row.sigle for row in removed.context["form"].rows] == ["NA", "A"]


def test_colours_of_a_school_are_those_that_everybody_sees_p42(browser):
    own = {f"{side}-{n}": colour for n in (1, 2, 3) for side, colour in (("clair", "#ffd0d0"), ("sombre", "#301010"))}
    saved(browser, EDIT_STATES, typed_states(NA, VA, A, couleurs="on", **own))

    assert 'fill="#ffd0d0"' in browser.get(STATES).content.decode()


# --- Calculation ------------------------------------------------------------------------------------------------------


def chosen(method, limit, look_back="oui", version=0):
    return {"version": version, "methode": method, "nombre": limit, "retroactif": look_back}


@pytest.mark.parametrize(
    ("method", "limit"), [("geometrique", 6), ("arithmetique", 10), ("classique", 12), ("bestof3", 2)]
)
def test_limit_that_a_method_does_not_take_is_refused_p43(browser, method, limit):
    page = saved(browser, EDIT_CALCULATION, chosen(method, limit))

    said = "Choisissez dans la liste combien" if limit == 12 else "choisissez "
    assert (page.status_code, said in words(page)) == (422, True)
    assert not ScaleSettings.objects.exists()


@pytest.mark.parametrize(("method", "limit"), [("classique", 15), ("bestof3", 3), ("arithmetique", 9)])
def test_limits_at_the_edge_are_kept_p43(browser, method, limit):
    saved(browser, EDIT_CALCULATION, chosen(method, limit))

    assert queries.current_scale().calculation == Calculation(Method(method), limit)


def test_database_itself_holds_no_limit_that_a_method_does_not_take_p43(school):
    for values in ({"limit": 6}, {"method": "autre"}, {"look_back": "auto"}, {"symbols": "fleurs"}, {"version": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScaleSettings.objects.create(**values)
    ScaleSettings.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScaleSettings.objects.create()


def test_new_referentiel_takes_the_calculation_of_the_school_and_the_others_keep_theirs_p44(browser, other_school):
    before = ReferentielFactory()
    preview = browser.post(EDIT_CALCULATION, chosen("classique", 0, "annuel") | {"etape": "apercu"})
    assert "1 référentiel existe et garde son réglage" in words(preview)
    saved(browser, EDIT_CALCULATION, chosen("classique", 0, "annuel"))
    after = ReferentielFactory()

    def told(referentiel):
        row = Referentiel.objects.get(pk=referentiel.pk)
        return row.method, row.limit, row.look_back

    assert told(before) == ("geometrique", 5, "oui")
    assert told(after) == ("classique", 0, "annuel")
    with school_scope(other_school):
        assert told(ReferentielFactory()) == ("geometrique", 5, "oui")


def test_referentiel_made_with_every_school_open_takes_nothing_of_another_p44(school, other_school):
    with school_scope(other_school):
        ScaleSettings.objects.create(method="classique", limit=0)
        assert Referentiel().method == "classique"
    with all_schools():
        assert Referentiel().method == "geometrique"


# --- Preview, journal, undo -------------------------------------------------------------------------------------------

FROM_56 = typed_states(NA, ("VA", "Partiellement acquis", 40, 55, 50), ("A", "Acquis", 56, 100, 100))


def test_preview_says_that_there_are_no_results_yet_and_what_any_series_would_do_p65(browser):
    page = words(browser.post(EDIT_STATES, FROM_56 | {"etape": "apercu"})).replace("\u00a0", " ")

    assert "VA, fin : 60 → 55" in page
    assert "Aucun résultat n'est encore enregistré" in page
    assert "Sur les 84 suites possibles de 1 à 3 résultats" in page
    assert "Les validations du socle : 0 changée." in page


def test_preview_counts_and_names_what_moves_on_the_results_of_the_school_p65(browser, monkeypatch):
    names = {"ALPHA A10": "1 3 4", "ALPHA A11": "2 3", "ALPHA A20": "2 3", "DELTA A11": "AB"}
    results = [Series(name, codes, DEFAULT_SCALE.calculation) for name, codes in names.items()]
    monkeypatch.setattr(queries, "school_series", lambda referentiel_id=None: results)

    page = words(browser.post(EDIT_STATES, FROM_56 | {"etape": "apercu"})).replace("\u00a0", " ")
    assert "0 score sur 3 change, dont 2 d'état." in page
    assert "ALPHA A11 : 56 VA → 56 A" in page


def test_change_is_dated_beside_the_setting_and_undone_p65(browser):
    saved(browser, EDIT_CALCULATION, chosen("classique", 0))
    page = words(browser.get(CALCULATION)).replace("\u00a0", " ")
    assert "par MARCHAND C. : géométrique, les 5 derniers → moyenne, tous Annuler ce changement" in page

    undone = browser.post(reverse("evaluations:undo", args=[1]), follow=True)
    assert "Remis comme avant le" in words(undone)
    assert queries.current_scale().calculation == DEFAULT_SCALE.calculation
    assert [change.undoes for change in ScaleChange.objects.all()] == [1, None]
    assert JournalEntry.objects.filter(code="evaluations.undo_scale").count() == 1


def test_change_that_another_followed_is_not_undone_p65(browser):
    saved(browser, EDIT_CALCULATION, chosen("classique", 0))
    saved(browser, EDIT_CALCULATION, chosen("classique", 10, version=1))

    page = words(browser.post(reverse("evaluations:undo", args=[1]), follow=True))
    assert "Ce réglage a été changé depuis" in page
    assert queries.current_scale().calculation.limit == 10


def test_undoing_a_part_leaves_what_was_changed_elsewhere_since_p65(browser):
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, symboles="points"))
    saved(browser, EDIT_STATES, FROM_56 | {"version": 1})
    browser.post(reverse("evaluations:undo", args=[1]))

    scale = queries.current_scale()
    assert (scale.symbols, scale.states[2].low, scale.version) == ("traits", 56, 3)


def test_undo_of_a_change_whose_image_is_gone_draws_the_code_p65(browser, school, admin):
    sent_image(browser, picture())
    digest = SymbolImage.objects.get().digest
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, **{"image-4": digest}))
    saved(browser, EDIT_CODES, typed_codes(*DEFAULT, version=1))
    SymbolImage.objects.all().delete()

    services.undo_change(actor=admin, school=school, version=2)
    assert [code.image for code in queries.current_scale().codes] == ["", "", "", ""]


def test_nothing_is_written_when_nothing_changes(browser):
    page = saved(browser, EDIT_CODES, typed_codes(*DEFAULT))

    assert "Rien n'était à changer." in words(page)
    assert not ScaleSettings.objects.exists()


def test_service_refuses_by_itself_what_does_not_hold(school, admin):
    wanted = replace(DEFAULT_SCALE, codes=DEFAULT_SCALE.codes[:1])
    with pytest.raises(services.BadScale, match="Il faut 2 codes"):
        services.change_scale(actor=admin, school=school, part=Part.CODES, wanted=wanted, seen=0)


def test_schools_have_each_their_scale(browser, other_school):
    saved(browser, EDIT_CALCULATION, chosen("classique", 0))
    with school_scope(other_school):
        assert queries.current_scale() == DEFAULT_SCALE


# --- The calculation of each référentiel ------------------------------------------------------------------------------


@pytest.fixture
def coordinator(teacher, client_as):
    """A browser of a teacher who coordinates the matière of a référentiel, which comes with it."""
    link = MatiereTeachingFactory(teacher=teacher, is_coordonnateur=True)
    return client_as(teacher), ReferentielFactory(matiere=link.matiere)


def test_coordinator_sets_the_calculation_of_his_referentiels_in_words_p44(coordinator):
    browser, referentiel = coordinator
    other = ReferentielFactory()
    page = words(browser.get(LIST))
    assert "moyenne des 5 derniers résultats, pondérés 1, 2, 4, 8, 16" in page
    assert (str(referentiel) in page, str(other) in page) == (True, False)

    edit = reverse("evaluations:edit_referentiel_calculation", args=[referentiel.pk])
    preview = browser.post(edit, chosen("classique", 0) | {"etape": "apercu"})
    assert "géométrique, les 5 derniers → moyenne, tous" in words(preview)
    told = {"etape": "enregistrer", "avant": "geometrique 5 oui"}
    page = words(browser.post(edit, chosen("classique", 0) | told, follow=True)).replace("\u00a0", " ")
    assert f"« {referentiel} » : moyenne de tous les résultats." in page
    assert Referentiel.objects.get(pk=referentiel.pk).method == "classique"
    assert JournalEntry.objects.filter(code="evaluations.set_referentiel_calculation").count() == 1

    stale = browser.post(edit, chosen("bestof1", 0) | told)
    assert (stale.status_code, Referentiel.objects.get(pk=referentiel.pk).method) == (409, "classique")
    refused = browser.post(edit, chosen("geometrique", 6) | told)
    assert (refused.status_code, "les 1 à 5 derniers" in words(refused)) == (422, True)


def test_preview_of_a_referentiel_counts_and_names_what_moves_p62(coordinator, monkeypatch):
    browser, referentiel = coordinator
    asked = []

    def series(referentiel_id=None):
        asked.append(referentiel_id)
        return [Series("ALPHA A10", "1 3 4", DEFAULT_SCALE.calculation), Series("X", "4", DEFAULT_SCALE.calculation)]

    monkeypatch.setattr(queries, "school_series", series)
    edit = reverse("evaluations:edit_referentiel_calculation", args=[referentiel.pk])
    page = words(browser.post(edit, chosen("classique", 0) | {"etape": "apercu"})).replace("\u00a0", " ")

    assert "1 score sur 2 change, dont 1 d'état." in page
    assert "ALPHA A10 : 76 A → 56 VA" in page
    assert asked == [referentiel.pk]


def test_referentiel_of_another_matiere_or_school_is_not_there_and_others_are_refused_p44(
    coordinator, client_as, pupil, admin, other_school
):
    browser, _referentiel = coordinator
    with school_scope(other_school):
        stranger = ReferentielFactory()
    addresses = [
        reverse("evaluations:edit_referentiel_calculation", args=[each.pk]) for each in (ReferentielFactory(), stranger)
    ]
    assert [browser.get(address).status_code for address in addresses] == [404, 404]
    simple = AccountFactory(profile=Profile.ENS)
    page = client_as(simple).get(LIST)
    assert (page.status_code, "réserve cette page aux coordonnateurs" in words(page)) == (403, True)
    assert [client_as(who).get(LIST).status_code for who in (pupil, admin)] == [403, 403]


# --- Simulator --------------------------------------------------------------------------------------------------------


def test_simulator_works_without_a_script_and_stores_nothing_p61(client_as, pupil):
    browser = client_as(pupil)
    page = words(browser.get(CALCULATION, {"suite": "1 4 2"})).replace("\u00a0", " ")

    assert "(0×1 + 100×2 + 33×4) ÷ 7 = 47,43 → 47 → Partiellement acquis" in page
    clicked = browser.get(CALCULATION, {"suite": "1 4", "ajouter": "2"})
    assert clicked.context["series"] == ["RR", "VV", "R"]
    assert 'value="1 4 2"' in clicked.content.decode()
    assert not ScaleSettings.objects.exists()


def test_simulator_says_which_results_do_not_count_p48_p61(client_as, pupil):
    browser = client_as(pupil)
    said = [words(browser.get(CALCULATION, {"suite": suite})).replace("\u00a0", " ") for suite in ("1 AB 4 NE", "1 4")]

    assert ["Ne comptent pas : AB, NE." in page for page in said] == [True, False]


def test_simulator_answers_a_script_with_its_result_alone_p61(client_as, pupil):
    headers = {"HX-Request": "true", "HX-Target": "simule"}
    page = client_as(pupil).get(CALCULATION, {"suite": "1 4 2"}, headers=headers).content.decode()

    assert page.strip().startswith('<div id="simule"')
    assert "<html" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"suite": "1 7"}, "« 7 » n'est pas un code : écrivez 1 (RR)"),
        ({"suite": "1 " * 101}, "Une suite a 100 résultats au plus."),
        ({"suite": "1 " * 400}, "Une suite a 100 résultats au plus."),
        ({"methode": "autre", "suite": "1"}, "Choisissez dans la liste."),
        ({"nombre": "12", "suite": "1"}, "Choisissez dans la liste combien de résultats comptent."),
        ({"longueur": "5"}, "Choisissez une longueur de 1 à 4 résultats."),
        ({"suite": "1\x00 2"}, ""),
    ],
)
def test_simulator_says_what_it_cannot_read_p61(client_as, pupil, asked, said):
    page = client_as(pupil).get(CALCULATION, asked)

    assert (page.status_code, said in words(page).replace("\u00a0", " ")) == (200, True)


@pytest.mark.parametrize(("length", "count"), [(1, 4), (2, 16), (3, 64), (4, 256)])
def test_simulator_shows_every_series_of_a_length_p61(client_as, pupil, length, count):
    page = client_as(pupil).get(CALCULATION, {"longueur": length})

    assert len(page.context["cases"]) == count
    assert f"{count} suites : moyenne des 5 derniers résultats" in words(page).replace("\u00a0", " ")
