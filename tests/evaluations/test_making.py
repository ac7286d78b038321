"""« Évaluer une classe ou un groupe »: making an évaluation, and all that is refused."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from evaluations.models import Evaluation, EvaluationItem
from referentiels.models import Item
from sacoche.kit.tenancy import school_scope
from tests.evaluations.class_5a import build_5a
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    ReferentielFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

NEW, FOR_PUPILS = "evaluations:new", "evaluations:new_for_pupils"


@pytest.fixture
def make(class_5a, client_as):
    """make(title=…, item=[…]): what the page sends, and the answer; the teacher's, a class of his, two items."""

    def send(address=NEW, account=None, **changed):
        asked = {
            "title": "Contrôle n° 4",
            "given_on": "2026-11-30",
            "classe": class_5a.school_class.pk,
            "item": class_5a.ids("A10", "B11"),
        }
        asked = {name: value for name, value in (asked | changed).items() if value is not None}
        return client_as(account or class_5a.teacher).post(reverse(address), asked)

    return send


def last():
    return Evaluation.objects.latest("pk")


def items_of(evaluation):
    return list(evaluation.lines.values_list("item_id", flat=True))


def test_evaluation_is_made_with_its_items_in_the_order_chosen_p71_p74(class_5a, make):
    answer = make(item=class_5a.ids("B11", "A20", "A10"), visible_on="2026-12-02", self_until="2026-12-07")

    made = last()
    assert answer["Location"] == reverse("evaluations:entry", args=[made.pk])
    assert items_of(made) == class_5a.ids("B11", "A20", "A10")
    assert (made.owner, made.label) == (class_5a.teacher, "Contrôle n° 4 (DURAND P.)")
    assert (made.given_on.isoformat(), made.visible_on.isoformat()) == ("2026-11-30", "2026-12-02")
    assert (made.school_class, made.group, made.year) == (class_5a.school_class, None, 2026)
    line = JournalEntry.objects.latest("pk")
    assert (line.code, line.details["items"], line.details["target"]) == ("evaluations.create", 3, "5A")


def test_evaluation_is_visible_the_same_day_unless_said_otherwise_p72(make):
    make(given_on="2026-12-04")
    assert last().visible_on.isoformat() == "2026-12-04"


def test_title_of_sixty_signs_is_kept_and_longer_is_refused_never_cut_p71(make):
    before = Evaluation.objects.count()
    assert make(title="é" * 60).status_code == 302
    refused = make(title="é" * 61)
    assert refused.status_code == 422
    assert "60 signes au plus, il y en a ici 61 signes" in words(refused)
    assert "é" * 61 in refused.text
    assert make(title="   ").status_code == 422
    assert Evaluation.objects.count() == before + 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"item": []}, "Choisissez au moins un item."),
        ({"item": ["abc"]}, "n'existe pas ou plus"),
        ({"item": ["999999"]}, "n'existe pas ou plus"),
        ({"item": ["1" * 30]}, "n'existe pas ou plus"),
        ({"classe": ""}, "Choisissez une classe ou un groupe."),
        ({"given_on": ""}, "Indiquez la date de l'évaluation."),
        ({"given_on": "31/02/2027"}, "JJ/MM/AAAA"),
        ({"given_on": "2027-03-01"}, "va du 30/08/2026 au 28/02/2027"),
        ({"visible_on": "2027-10-01"}, "va du 30/08/2026 au 30/09/2027"),
        ({"self_until": "2026-11-29"}, "avant que l'évaluation soit visible, le 30/11/2026"),
        ({"pupil_order": "taille"}, "taille"),
    ],
)
def test_what_does_not_hold_is_refused_in_words_and_stays_typed_p71_p72(class_5a, make, changed, said):
    before = Evaluation.objects.count()
    answer = make(**changed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="Contrôle n° 4"' in answer.text
    assert Evaluation.objects.count() == before


def test_item_twice_is_refused_whole_and_nothing_is_half_written(class_5a, make):
    before = EvaluationItem.objects.count()
    answer = make(item=class_5a.ids("A10", "A11", "A10"))
    assert "Un item est deux fois dans la liste" in words(answer)
    assert EvaluationItem.objects.count() == before


def test_items_of_a_matiere_that_is_not_his_are_not_offered_and_forged_are_refused_p74(class_5a, make, client_as):
    theirs = ReferentielFactory(matiere=MatiereFactory(reference="FRANC", label="Français"))
    other = _item_in(theirs, "Conjuguer")

    found = client_as(class_5a.teacher).get(reverse("evaluations:items"), {"mots": "conjuguer"})
    answer = make(item=[*class_5a.ids("A10"), other.pk])

    assert "Aucun item ne contient" in words(found)
    assert "d'une matière qui n'est pas la vôtre" in words(answer)
    assert not EvaluationItem.objects.filter(item=other).exists()


def _item_in(referentiel, name):
    from referentiels.models import Domaine, Theme

    domaine = Domaine.objects.create(referentiel=referentiel, order=1, code="A", name="Langue")
    theme = Theme.objects.create(domaine=domaine, order=1, name="Verbe")
    return Item.objects.create(theme=theme, order=0, name=name)


def test_items_and_class_of_another_school_are_not_there(class_5a, make, other_school):
    with school_scope(other_school):
        away = build_5a(AccountFactory(profile="ENS"))
    assert "n'existe pas ou plus" in words(make(item=away.ids("A10")))
    assert make(classe=away.school_class.pk).status_code == 404
    assert make(FOR_PUPILS, classe=None, eleve=[away.pupils["ALPHA"].pk]).status_code == 404


def test_class_that_is_not_his_is_refused_in_words_p71(class_5a, make):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    answer = make(classe=other.pk)
    assert answer.status_code == 403
    assert "n'est pas une des vôtres" in words(answer)


def test_class_without_active_pupil_is_refused_p71(class_5a, make):
    empty = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=empty)
    answer = make(classe=empty.pk)
    assert answer.status_code == 422
    assert "« 5B » n'a pas d'élève" in words(answer)


def test_group_and_groupe_de_besoin_are_evaluated_p71(class_5a, make):
    for kind, reference in (("groupe", "LATIN"), ("besoin", "")):
        group = GroupFactory(niveau="5", reference=reference, name=f"{kind} 5", kind=kind)
        GroupTeachingFactory(teacher=class_5a.teacher, group=group, is_owner=kind == "besoin")
        GroupMembershipFactory(pupil=class_5a.pupils["BRAVO"], group=group)
        assert make(classe=f"g{group.pk}").status_code == 302
        assert (last().group, last().school_class) == (group, None)


def test_chosen_pupils_of_several_classes_are_evaluated_p80(class_5a, make):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=other)
    zoe = AccountFactory(last_name="ZED", school_class=other)
    chosen = [class_5a.pupils["ALPHA"].pk, zoe.pk]

    assert make(FOR_PUPILS, classe=None, eleve=chosen).status_code == 302
    assert set(last().chosen.values_list("pupil_id", flat=True)) == set(chosen)
    refused = make(FOR_PUPILS, classe=None, eleve=[])
    assert "Cochez au moins un élève." in words(refused)


def test_chosen_pupil_who_is_not_his_is_refused_p80(class_5a, make):
    stranger = AccountFactory(school_class=SchoolClassFactory(niveau="5", reference="5B", name="5B"))
    answer = make(FOR_PUPILS, classe=None, eleve=[stranger.pk])
    assert answer.status_code == 422
    assert "n'est plus dans vos classes" in words(answer)


def test_search_finds_items_whatever_accents_and_says_how_often_they_were_evaluated_p74(class_5a, client_as):
    page = client_as(class_5a.teacher).get(reverse("evaluations:items"), {"mots": "FRACTION"})
    said = words(page)
    assert "2 items contiennent « FRACTION »" in said
    assert "Mathématiques – Cinquième › Nombres" in said
    assert "5.A10 Lire une fraction évalué 3 fois · 03/11" in said


def test_search_by_reference_and_tree_of_the_only_referentiel(class_5a, client_as):
    client = client_as(class_5a.teacher)
    assert "1 item contient « 5.b11 »" in words(client.get(reverse("evaluations:items"), {"mots": "5.b11"}))
    assert "5 items" in words(client.get(reverse(NEW)))


def test_items_are_searched_moved_and_taken_out_without_a_script_p74(class_5a, client_as):
    client = client_as(class_5a.teacher)
    a10, a11, a20 = class_5a.ids("A10", "A11", "A20")
    asked = {"title": "Sans script", "item": [a10, a11, a20], "classe": class_5a.school_class.pk}

    def order(act):
        page = client.post(reverse(NEW), asked | {"act": act}).text
        return [int(part.split('"')[0]) for part in page.split('<li data-item="')[1:-1]]

    assert order(f"monter-{a20}") == [a10, a20, a11]
    assert order(f"descendre-{a10}") == [a11, a10, a20]
    assert order(f"retirer-{a11}") == [a10, a20]
    assert order("monter-99999") == [a10, a11, a20]
    assert 'value="Sans script"' in client.post(reverse(NEW), asked | {"act": "chercher", "mots": "solide"}).text
    assert not Evaluation.objects.filter(title="Sans script").exists()


def test_copy_has_everything_but_marks_and_sharing_and_is_mine_p76(class_5a, colleague, client_as):
    model = class_5a.evaluations["D2"]
    model.shares.create(colleague=colleague, level=1)
    client = client_as(colleague)

    page = client.get(reverse(NEW), {"modele": model.pk})
    assert 'value="D2"' in page.text
    assert 'value="2026-11-30"' in page.text
    items = class_5a.ids("A10", "A11", "A20", "B11")
    asked = {"title": "D2", "given_on": "2026-11-30", "classe": class_5a.school_class.pk, "item": items}
    client.post(f"{reverse(NEW)}?modele={model.pk}", asked)

    made = last()
    assert (made.owner, items_of(made), made.marks.count()) == (colleague, items_of(model), 0)
    assert (model.marks.count(), made.shares.count()) == (15, 0)


def test_copy_of_what_is_not_shared_is_refused_p76_p79(class_5a, colleague, client_as):
    answer = client_as(colleague).get(reverse(NEW), {"modele": class_5a.evaluations["D2"].pk})
    assert answer.status_code == 403
    assert "celle de DURAND P., qui ne la partage pas avec vous" in words(answer)


@pytest.mark.parametrize("profile", ["ELV", "TUT", "ADM"])
def test_families_and_administrators_evaluate_nobody_p70(class_5a, make, profile):
    answer = make(account=AccountFactory(profile=profile))
    assert answer.status_code == 403
    assert "Profils autorisés" in words(answer)


def test_teacher_without_class_or_matiere_is_told_what_to_ask_for(school, client_as, teacher):
    said = words(client_as(teacher).get(reverse(NEW)))
    assert "Aucun référentiel de vos matières n'est en place" in said
    assert "Aucune classe ni aucun groupe ne vous est affecté" in said


def test_list_of_found_items_takes_as_many_queries_for_many(class_5a, client_as, django_assert_max_num_queries):
    theme = class_5a.items["A10"].theme
    Item.objects.bulk_create([Item(theme=theme, order=n, name=f"Fraction {n}") for n in range(2, 60)])
    client = client_as(class_5a.teacher)
    client.get(reverse("evaluations:items"), {"mots": "fraction"})
    with django_assert_max_num_queries(12):
        client.get(reverse("evaluations:items"), {"mots": "fraction"})


def test_colleague_keeps_the_items_of_the_owner_he_does_not_teach_p75(class_5a, client_as):
    french = MatiereFactory(reference="FRANC", label="Français")
    other = AccountFactory(profile="ENS", last_name="LENOIR", first_name="Ada")
    TeachingAssignmentFactory(teacher=other, school_class=class_5a.school_class)
    MatiereTeachingFactory(teacher=other, matiere=french)
    own = _item_in(ReferentielFactory(matiere=french), "Conjuguer")
    d1 = class_5a.evaluations["D1"]
    d1.shares.create(colleague=other, level=3)
    asked = {"title": "D1", "given_on": "2026-09-15", "classe": class_5a.school_class.pk, "item": [own.pk]}

    page = client_as(other).get(reverse("evaluations:change", args=[d1.pk]))
    answer = client_as(other).post(reverse("evaluations:change", args=[d1.pk]), asked)

    assert "d'une autre matière" in words(page)
    assert answer.status_code == 302
    assert items_of(d1) == [own.pk, *class_5a.ids("A10", "A11", "B10")]
    assert d1.marks.count() == 12
