"""The mastery of the socle on pages: what teachers, heads, pupils and parents read, and what is refused in words."""

import re

import pytest
from django.urls import reverse

from accounts.models import Account
from evaluations.models import Mark
from schools.models import School
from socle.models import PilierValidation, SchoolPalier
from tests.bilans.class_5a import expected
from tests.factories import AccountFactory, GuardianshipFactory, MatiereFactory
from tests.html import words

CALCULATING = "Écrire, nommer, comparer et utiliser les nombres entiers"


@pytest.fixture
def mastered(linked_5a):
    """5A in a school that works with palier 2; ALPHA has its compétence 3a."""
    SchoolPalier.objects.create(palier_id=2)
    teacher = linked_5a.teacher
    PilierValidation.objects.create(
        pilier_id=10,
        state=1,
        pupil=linked_5a.pupils["ALPHA"],
        author=teacher,
        author_label=teacher.author_label,
        decided_on="2026-11-20",
    )
    return linked_5a


@pytest.fixture
def show(mastered, client_as):
    def ask(code, by=None, **asked):
        place = {} if by else {"classe": mastered.school_class.pk}
        account = Account.objects.get(pk=(by or mastered.teacher).pk)
        return client_as(account).get(reverse(f"bilans:{code}"), place | asked)

    return ask


def levels(page):
    return re.findall(r'class="lv(?: lv|)-\d"[^>]*>(?:<button[^>]*>)?([^<]+)<', page.content.decode())


def allow(school, **rights):
    given = {code: {"profiles": profiles, "restrictions": []} for code, profiles in rights.items()}
    School.objects.filter(pk=school.pk).update(access={"rights": given})


def test_releve_de_maitrise_puts_decisions_beside_percentages_p138(show):
    page = show("socle_maitrise", palier=2, pilier=10)
    said = words(page)
    assert "Compétence 3a – Les principaux éléments de mathématiques" in said
    assert "67% acquis (1A 2VA 0NA)" in said
    assert "validé le 20/11/2026, DURAND P." in said
    assert said.count("---") > 20
    assert "MATHS.5.A10" not in said
    assert "MATHS.5.A10 Lire une fraction [76%]" in words(show("socle_maitrise", palier=2, pilier=10, preuves="oui"))


def test_each_indication_of_the_releve_is_chosen_p138(show):
    said = words(show("socle_maitrise", palier=2, pilier=10, taux="non"))
    assert ("% acquis" in said, "20/11/2026" in said) == (False, True)
    said = words(show("socle_maitrise", palier=2, pilier=10, validations="non"))
    assert ("67% acquis" in said, "20/11/2026" in said) == (True, False)


def test_generic_sheet_names_nobody_p139(show):
    said = words(show("socle_maitrise", palier=2, pilier=10, generique="oui"))
    assert "Attestation de maîtrise du socle" in said
    assert "Nom et prénom : ____" in said
    assert ("67%" in said, "20/11/2026" in said) == (False, False)


def test_synthese_de_maitrise_is_a_table_of_percentages_or_of_decisions_p140(show):
    page = show("socle_synthese", palier=2, pilier=10)
    assert levels(page) == expected("W54")
    assert "3a.1" in words(page)
    assert CALCULATING in words(page)
    decided = words(show("socle_synthese", palier=2, pilier=10, indication="validations"))
    assert "C3a" in decided
    assert "✓" in decided


def test_palier_that_is_not_asked_is_that_of_the_class_or_the_one_of_the_school(show):
    assert "Compétence 1 – La maîtrise de la langue française" in words(show("socle_maitrise"))
    SchoolPalier.objects.all().delete()
    page = show("socle_maitrise")
    assert (page.status_code, "n'utilise aucun palier du socle de 2006" in words(page)) == (422, True)


def test_competence_of_another_palier_is_refused_in_words(show):
    page = show("socle_maitrise", palier=2, pilier=1)
    assert (page.status_code, "ou pas dans ce palier" in words(page)) == (422, True)
    assert show("socle_maitrise", palier="deux").status_code == 422


def test_socle_of_2016_proposes_a_degree_for_each_line_p142_p143(show):
    assert "3 – satisfaisante" in words(show("socle_2016", cycle=4))
    table = words(show("socle_2016_classe", cycle=4))
    assert "CPD_SCI" in table
    assert "ALPHA Ana – – 67 – – – 75 100" in table
    assert "CHARLI Cléo – – 67 – – – 50 –" in table
    assert "DELTA Dan – – 17 – – – 0 0" in table
    degrees = words(show("socle_2016_classe", cycle=4, montrer="degres"))
    assert "ALPHA Ana – – 3 – – – 3 4" in degrees
    assert "Total ALPHA Ana – – 40 – – – 40 50 130" in words(show("socle_2016_classe", cycle=4, montrer="points"))


def test_degree_explains_itself_and_says_what_is_thin_p146(show):
    said = words(show("socle_2016", cycle=4))
    assert "3 items évalués sur 3 reliés" in said
    assert "peu (moins de 3)" in said
    assert "1 A et 2 VA : (1×100 + 2×50) ÷ 3 = 66,67 → 67" in said
    assert "60 à 80 % : satisfaisante" in said
    assert "MATHS.5.A10 Lire une fraction [76%]" in words(show("socle_2016", cycle=4, preuves="oui"))


def test_nothing_evaluated_proposes_no_degree_p144(show, mastered):
    Mark.objects.all().delete()
    assert re.search(r"\d – (insuffisante|fragile|satisfaisante)", words(show("socle_2016", cycle=4))) is None


def test_matieres_that_are_chosen_restrict_the_figures_and_the_title_says_so_p145(show):
    other = MatiereFactory(reference="SVT", label="Sciences")
    page = show("socle_2016", cycle=4, matieres=other.reference)
    assert "matières restreintes" in words(page)
    assert levels(page) == []


def test_socle_of_2016_is_read_by_line_too_p142(show):
    page = words(show("socle_2016", cycle=4, parties="ligne", vu="CPD_SCI"))
    assert [name for name in ("ALPHA Ana", "BRAVO Ben", "CHARLI Cléo", "DELTA Dan") if name not in page] == []


def test_pupil_reads_his_own_percentages_and_no_validation_p141(show, mastered):
    pupil = mastered.pupils["ALPHA"]
    said = words(show("socle_maitrise", by=pupil, palier=2, pilier=10, validations="oui", matieres="SVT"))
    assert "67% acquis" in said
    assert "20/11/2026" not in said
    assert "BRAVO" not in said
    assert "3 – satisfaisante" in words(show("socle_2016", by=pupil, cycle=4))
    assert show("socle_synthese", by=pupil).status_code == 403


def test_school_opens_or_shuts_each_indication_to_families_p141(show, mastered, school):
    pupil = mastered.pupils["ALPHA"]
    allow(school, **{"socle.see_own_validations": ["ELV"], "bilans.own_socle_percents": []})
    said = words(show("socle_maitrise", by=pupil, palier=2, pilier=10))
    assert ("20/11/2026" in said, "67% acquis" in said) == (True, False)
    allow(school, **{"bilans.own_socle_degrees": []})
    assert "3 – satisfaisante" not in words(show("socle_2016", by=pupil, cycle=4))
    allow(school, **{"bilans.see_socle": ["DIR", "ENS"]})
    assert show("socle_maitrise", by=pupil, palier=2).status_code == 403


def test_parent_obeys_the_dates_of_visibility_p141(show, mastered):
    pupil = mastered.pupils["ALPHA"]
    parent = AccountFactory(profile="TUT")
    GuardianshipFactory(guardian=parent, pupil=pupil)
    assert "67% acquis" in words(show("socle_maitrise", by=parent, palier=2, pilier=10))
    Mark.objects.update(visible_on="2999-01-01")
    assert "67% acquis" not in words(show("socle_maitrise", by=parent, palier=2, pilier=10))
    assert "67% acquis" in words(show("socle_maitrise", palier=2, pilier=10))


def test_pupil_of_another_family_or_class_is_refused(show, mastered):
    stranger = AccountFactory(profile="ENS")
    assert show("socle_2016", by=stranger, classe=mastered.school_class.pk).status_code == 403
    parent = AccountFactory(profile="TUT")
    GuardianshipFactory(guardian=parent, pupil=mastered.pupils["ALPHA"])
    assert show("socle_2016", by=parent, eleve=mastered.pupils["BRAVO"].pk).status_code == 403
