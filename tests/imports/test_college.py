"""The three imports of a collège, one after the other, from an empty school (S47, S50, S51, S56 to S60)."""

import datetime

import pytest
from django.urls import reverse
from lxml import html

from accounts.grids.links import TEACHER_CLASSES, Tick, set_links
from accounts.models import Account, Address, GroupMembership, GroupTeaching, Guardianship, TeachingAssignment
from imports import services
from imports.models import ImportRun
from schools.models import Group, SchoolClass
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.imports.college import COLLEGE, FOUND, STS, UAI, college
from tests.imports.wizard import Wizard, rows_of, text_of

PUPILS, GUARDIANS = COLLEGE / "ElevesSansAdresses.xml", COLLEGE / "ResponsablesAvecAdresses.xml"
SEVEN = [
    "Étape 1 - Récupération du fichier",
    "Étape 2 - Extraction des données",
    "Étape 3 - Classes (ajouts / modifications / suppressions)",
    "Étape 4 - Groupes (ajouts / modifications / suppressions)",
    "Étape 5 - Utilisateurs (ajouts / modifications / suppressions)",
    "Étape 6 - Affectations (ajouts / modifications / suppressions)",
    "Étape 7 - Nettoyage des fichiers temporaires",
]
SIX = [
    *SEVEN[:2],
    "Étape 3 - Utilisateurs (ajouts / modifications / suppressions)",
    "Étape 4 - Adresses (ajouts / modifications)",
    "Étape 5 - Responsabilités (ajouts / modifications / suppressions)",
    "Étape 6 - Nettoyage des fichiers temporaires",
]


def pupils(wizards, until: str = "nettoyage") -> Wizard:
    return wizards("siecle_eleves").go(PUPILS, until)


def staff(wizards, until: str = "nettoyage") -> Wizard:
    return wizards("sts_professeurs").go(STS, until)


def guardians(wizards, until: str = "nettoyage") -> Wizard:
    return wizards("siecle_responsables").go(GUARDIANS, until)


def titles(wizard: Wizard) -> list[str]:
    return [title for _code, title in wizard.get(wizard.run.steps[wizard.run.done]).context["step_titles"]]


def sent_again(wizard: Wizard) -> dict[str, bool]:
    """Go through the steps of a file that says what the school has; whether each review proposed nothing."""
    proposed = {}
    for step in wizard.run.steps[2:-1]:
        proposed[step] = "tick" in wizard.form(step)
        wizard.validate(step)
    wizard.post("nettoyage")
    return proposed


# --- Pupils -----------------------------------------------------------------------------------------------------------


def test_pupils_go_through_seven_steps_s60(wizards):
    wizard = pupils(wizards, "extraction")
    assert titles(wizard) == SEVEN
    page = text_of(wizard.get("extraction"))
    assert ("34 élèves trouvés." in page, "4 classes trouvées." in page, "9 groupes trouvés." in page) == (True,) * 3


def test_pupils_enter_with_their_classes_levels_and_groups_s50(wizards):
    pupils(wizards)
    expected = FOUND["ElevesSansAdresses.xml"]
    classes = SchoolClass.objects.order_by("reference").values_list("reference", "niveau__reference")
    assert list(classes) == [(reference, reference[0]) for reference in expected["classes"]]
    assert list(Group.objects.order_by("reference").values_list("reference", flat=True)) == expected["groupes"]
    assert Account.objects.pupils().active().count() == len(FOUND["logins_eleves_ppp.nnnnnnnn"])
    assert GroupMembership.objects.filter(is_by_hand=True).count() == 0
    assert set(GroupMembership.objects.values_list("group__reference", flat=True)) == set(expected["groupes"])


def test_pupils_sent_again_change_nothing(wizards):
    pupils(wizards)
    assert not any(sent_again(pupils(wizards, "extraction")).values())


def test_pupil_put_by_hand_into_a_group_stays_when_nobody_ticks_his_removal(wizards):
    pupils(wizards)
    pupil = Account.objects.pupils().active().filter(school_class__reference="6A").first()
    group = Group.objects.get(reference="3LATIN")
    GroupMembership.objects.create(pupil=pupil, group=group)
    wizard = pupils(wizards, "utilisateurs")
    assert "Faites à la main, absentes du fichier (1)" in text_of(wizard.get("affectations"))
    assert "tick" not in wizard.form("affectations")
    wizard.validate("affectations")
    assert GroupMembership.objects.filter(pupil=pupil, group=group).exists()


def test_pupil_whose_exit_is_past_leaves_on_that_day(wizards):
    pupils(wizards)
    gone = Account.objects.pupils().active().order_by("pk")[0]
    text = college("ElevesSansAdresses.xml").decode("iso-8859-15")
    mark = f'ELEVE_ID="{gone.sconet_id}"'
    start = text.index(f"<ELEVE {mark}")
    end = text.index("</ELEVE>", start)
    leaving = text[:end] + "<DATE_SORTIE>28/11/2018</DATE_SORTIE>" + text[end:]
    wizard = wizards("siecle_eleves")
    wizard.upload(leaving.encode("iso-8859-15"), "ElevesSansAdresses.xml")
    wizard.post("extraction")
    sent_again(wizard)
    gone.refresh_from_db()
    assert gone.left_on == datetime.date(2018, 11, 28)


def test_pupil_whose_planned_exit_siecle_no_longer_has_stays(wizards):
    pupils(wizards)
    pupil = Account.objects.pupils().active().order_by("pk")[0]
    Account.objects.filter(pk=pupil.pk).update(left_on=datetime.date(2018, 12, 20))
    wizard = pupils(wizards, "groupes")
    assert "Sortie : 20/12/2018 → aucune" in text_of(wizard.get("utilisateurs"))
    wizard.validate("utilisateurs")
    pupil.refresh_from_db()
    assert pupil.left_on is None


# --- Staff ------------------------------------------------------------------------------------------------------------


def test_staff_go_through_seven_steps_s56_s57(wizards):
    wizard = staff(wizards, "extraction")
    assert titles(wizard) == SEVEN
    page = text_of(wizard.get("extraction"))
    assert ("16 personnels enseignants trouvés." in page, "2 personnels de direction trouvés." in page) == (True, True)


def test_staff_enter_with_classes_principals_groups_and_matieres_s47(wizards):
    staff(wizards)
    expected = FOUND["sts_emp"]
    # Besides those in post, one who stands in for another.
    assert Account.objects.filter(profile="ENS").count() == expected["ens"] + 1
    assert Account.objects.filter(profile="DIR").count() == expected["dir"]
    assert TeachingAssignment.objects.count() == expected["liens_prof_classe"]
    assert GroupTeaching.objects.count() == expected["liens_prof_groupe"]
    principals = TeachingAssignment.objects.filter(is_pp=True).values_list(
        "teacher__last_name", "teacher__first_name", "school_class__reference"
    )
    told = {f"{last} {first}": [reference] for last, first, reference in principals}
    assert told == expected["principaux"]
    assert Account.objects.filter(matiere_teachings__matiere__reference="MATHS").exists()


def test_staff_sent_again_change_nothing_and_keep_principals(wizards):
    staff(wizards)
    assert not any(sent_again(staff(wizards, "extraction")).values())
    assert TeachingAssignment.objects.filter(is_pp=True).count() == 4


def make_principal(link: TeachingAssignment) -> None:
    """Tick the box of the page « Professeurs principaux »."""
    set_links(actor=None, kind=TEACHER_CLASSES, cells={(link.teacher, link.school_class): Tick.ROLE})


def test_principal_named_by_hand_is_apart_and_stays_when_nobody_ticks_his_removal(wizards):
    staff(wizards)
    link = TeachingAssignment.objects.filter(is_pp=False).order_by("pk").first()
    make_principal(link)
    wizard = staff(wizards, "utilisateurs")
    principals = next(part for part in wizard.get("affectations").context["review"].parts if part.kind == "pp")
    assert ([row.person for row in principals.by_hand], principals.to_remove) == ([link.teacher.full_name], [])
    wizard.validate("affectations")
    link.refresh_from_db()
    assert link.is_pp


def test_principal_named_by_hand_of_a_class_that_the_file_no_longer_gives_him_is_not_lost(wizards):
    staff(wizards)
    link = TeachingAssignment.objects.filter(is_pp=False).order_by("pk").first()
    make_principal(link)
    # As if a file had made it, and that of today did not say it.
    other = SchoolClassFactory(niveau="6", reference="6Z")
    AccountFactory(school_class=other)
    TeachingAssignment.objects.filter(pk=link.pk).update(school_class=other, is_by_hand=False)
    staff(wizards)
    link.refresh_from_db()
    assert (link.is_pp, link.is_by_hand) == (True, False)


def test_principal_named_by_hand_whom_the_file_names_too_is_from_then_on_one_of_the_file(wizards):
    staff(wizards)
    told = TeachingAssignment.objects.filter(is_pp=True).order_by("pk").first()
    set_links(actor=None, kind=TEACHER_CLASSES, cells={(told.teacher, told.school_class): Tick.PLAIN})
    make_principal(told)
    run = staff(wizards).run
    told.refresh_from_db()
    assert (told.is_pp, told.is_pp_by_hand) == (True, False)
    services.undo(run=run, actor=None)
    told.refresh_from_db()
    assert (told.is_pp, told.is_pp_by_hand) == (True, True)


def test_principal_of_the_file_who_is_no_longer_in_it_is_ticked_for_removal(wizards):
    staff(wizards)
    link = TeachingAssignment.objects.filter(is_pp=False).order_by("pk").first()
    TeachingAssignment.objects.filter(pk=link.pk).update(is_pp=True, is_pp_by_hand=False)
    staff(wizards)
    link.refresh_from_db()
    assert not link.is_pp


def test_teacher_made_by_hand_and_his_links_are_apart_and_stay(wizards):
    by_hand = AccountFactory(profile="ENS", last_name="ABEILLE", first_name="Maya")
    TeachingAssignmentFactory(teacher=by_hand, school_class=SchoolClassFactory(niveau="6", reference="6A"))
    wizard = staff(wizards, "groupes")
    assert "Comptes ajoutés à la main" in text_of(wizard.get("utilisateurs"))
    assert f"u-{by_hand.pk}" not in wizard.form("utilisateurs")["tick"]
    wizard.validate("utilisateurs")
    wizard.validate("affectations")
    by_hand.refresh_from_db()
    assert (by_hand.is_active, by_hand.assignments.count()) == (True, 1)


@pytest.mark.parametrize("is_open", [True, False])
def test_staff_whose_profile_is_closed_are_not_for_a_file_to_retire(wizards, school, is_open):
    school.access = {"profiles": ["SUR"] if is_open else []}
    school.save()
    guard = AccountFactory(profile="SUR", last_name="GARDE", first_name="Zoé")
    page = text_of(staff(wizards, "groupes").get("utilisateurs"))
    assert ("GARDE Zoé" in page, guard.is_active) == (is_open, True)


def test_teacher_made_by_hand_whom_the_file_names_becomes_one_of_the_file(wizards):
    name = FOUND["sts_emp"]["principaux"]
    last_name, first_name = next(iter(name)).rsplit(" ", 1)
    by_hand = AccountFactory(profile="ENS", last_name=last_name, first_name=first_name)
    staff(wizards)
    by_hand.refresh_from_db()
    assert (by_hand.is_by_hand, by_hand.sconet_id is not None) == (False, True)


def test_classes_with_pupils_are_not_for_a_file_of_staff_to_delete(wizards):
    AccountFactory(school_class=SchoolClassFactory(niveau="6", reference="6Z"))
    wizard = staff(wizards, "extraction")
    removal = f"c-{SchoolClass.objects.get(reference='6Z').pk}"
    assert removal not in wizard.form("classes")["tick"]


# --- Guardians --------------------------------------------------------------------------------------------------------


def test_guardians_go_through_six_steps_s60(wizards):
    pupils(wizards)
    wizard = guardians(wizards, "extraction")
    assert titles(wizard) == SIX
    page = text_of(wizard.get("extraction"))
    assert ("45 responsables légaux trouvés." in page, "54 liens de responsabilité trouvés." in page) == (True, True)


def test_guardians_enter_with_their_children_and_addresses_s51(wizards):
    pupils(wizards)
    guardians(wizards)
    expected = FOUND["ResponsablesAvecAdresses.xml"]
    answering = Guardianship.objects.values_list("guardian", flat=True).distinct().count()
    assert Account.objects.filter(profile="TUT").count() == answering
    assert Guardianship.objects.values("pupil").distinct().count() <= expected["eleves_avec_responsable"]
    assert Address.objects.exclude(town="").count() > 0
    ranks = Guardianship.objects.order_by("pupil_id", "rank").values_list("pupil_id", "rank")
    by_pupil: dict[int, list[int]] = {}
    for pupil_id, rank in ranks:
        by_pupil.setdefault(pupil_id, []).append(rank)
    assert all(ranks == list(range(1, len(ranks) + 1)) for ranks in by_pupil.values())


def test_guardians_sent_again_change_nothing(wizards):
    pupils(wizards)
    guardians(wizards)
    assert not any(sent_again(guardians(wizards, "extraction")).values())


def test_guardian_linked_by_hand_stays_after_those_of_the_file(wizards):
    pupils(wizards)
    pupil = Account.objects.pupils().active().filter(school_class__reference="6A").first()
    aunt = AccountFactory(profile="TUT", last_name="TANTE", first_name="Zoé")
    Guardianship.objects.create(guardian=aunt, pupil=pupil, rank=1)
    guardians(wizards)
    links = list(pupil.guardian_links.values_list("guardian__last_name", "is_by_hand"))
    assert (links[-1], len(links) > 1) == (("TANTE", True), True)


def test_guardians_before_pupils_bring_nobody(wizards):
    wizard = guardians(wizards, "extraction")
    assert "tick" not in wizard.form("utilisateurs")


# --- A school without UAI ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["sts_professeurs", "siecle_eleves", "siecle_responsables", "siecle_nomenclature"])
def test_file_of_the_ministry_waits_for_the_uai_of_the_school(wizards, school, source):
    school.uai = ""
    school.save()
    wizard = wizards(source)
    page = wizard.client.get(f"/imports/?categorie={source}")
    assert "Votre établissement n'a pas encore de numéro UAI" in text_of(page)
    assert link_to(page, "Identité de l'établissement") == reverse("schools:identity")
    refusal = wizard.upload(PUPILS, PUPILS.name)
    assert (refusal.status_code, ImportRun.objects.exists()) == (422, False)
    assert "Parcourir" in text_of(wizard.client.get("/imports/?categorie=tableur_eleves"))


# --- Another school, what is shown ------------------------------------------------------------------------------------


def test_file_of_another_school_asks_and_the_administrator_may_go_on_s47(wizards):
    wizard = wizards("siecle_eleves")
    wizard.upload(COLLEGE / "hostile/other_school.xml", "ElevesSansAdresses.xml")
    question = wizard.post("extraction")
    assert (question.status_code, UAI in text_of(question)) == (422, True)
    assert wizard.post("extraction", {"other_school": "1"}).status_code == 302
    assert "élèves trouvés" in text_of(wizard.get("extraction"))


def test_file_of_last_year_is_refused_with_both_years(wizards):
    wizard = wizards("siecle_eleves")
    wizard.upload(COLLEGE / "hostile/last_year.xml", "ElevesSansAdresses.xml")
    refusal = wizard.post("extraction")
    assert (refusal.status_code, "2017-2018" in text_of(refusal), "2018-2019" in text_of(refusal)) == (422, True, True)
    assert ImportRun.objects.open().count() == 0


def test_differences_alone_are_shown_once_an_import_of_the_year_is_finished(wizards):
    first = pupils(wizards)
    assert first.run.is_full
    page = first.client.get("/imports/?categorie=siecle_eleves")
    assert page.context["is_full"] is False
    again = wizards("siecle_eleves")
    again.upload(PUPILS, PUPILS.name)
    again.client.post(again.url("extraction"))
    ImportRun.objects.update(is_full=False)
    again.validate("classes")
    again.validate("groupes")
    assert "34 comptes sans changement, hors des différences." in text_of(again.get("utilisateurs"))
    everything = again.client.get(again.url("utilisateurs") + "?vue=complete")
    assert "hors des différences" not in text_of(everything)


def test_view_chosen_on_a_screen_hides_classes_that_stay_and_is_that_of_the_steps_after(wizards):
    pupils(wizards)
    wizard = wizards("siecle_eleves").go(PUPILS, "extraction")
    kept = "//table[@id='a-conserver']"
    ImportRun.objects.update(is_full=True)
    assert len(rows_of(wizard.get("classes"), kept)) == 4
    address = wizard.url("classes") + "?vue=differences"
    assert rows_of(wizard.client.get(address), kept) == [["4 classes sans changement, hors des différences."]]
    wizard.client.post(address, wizard.form("classes"))
    assert "hors des différences" in text_of(wizard.get("groupes"))
    wizard.validate("groupes")
    page = wizard.get("utilisateurs")
    assert "34 comptes sans changement, hors des différences." in text_of(page)


# --- « Sélectionnez systématiquement l'ensemble des données », « ignorez-le » -----------------------------------------


@pytest.mark.parametrize(
    ("source", "file"), [("sts_professeurs", STS), ("siecle_eleves", PUPILS), ("siecle_responsables", GUARDIANS)]
)
def test_every_box_of_a_first_import_is_ticked_and_can_be_ticked_or_unticked_at_once_s58(wizards, source, file):
    if source == "siecle_responsables":
        pupils(wizards)
    wizard = wizards(source)
    wizard.upload(file, file.name)
    wizard.post("extraction")
    for step in wizard.run.steps[2:-1]:
        page = html.fromstring(wizard.get(step).content)
        boxes = page.xpath("//input[@name='tick']")
        assert [box.get("value") for box in boxes] == [
            box.get("value") for box in boxes if box.get("checked") is not None
        ]
        for table in {box.xpath("ancestor::table")[0] for box in boxes}:
            assert len(table.xpath(".//button[@data-tick='all'] | .//input[@data-tick-block]")) > 0, step
        wizard.validate(step)


def test_warning_about_passwords_can_be_ignored_until_a_last_reminder_s59(wizards):
    wizard = staff(wizards, "utilisateurs")
    warning = text_of(wizard.get("utilisateurs"))
    assert "Les nouveaux utilisateurs n'ont pas encore de mot de passe" in warning
    assert "elles resteront à votre disposition jusqu'à l'étape 7" in warning
    assert link_to(wizard.get("utilisateurs"), "→ Passer à l'étape 6.") == wizard.url("affectations")
    wizard.validate("affectations")
    page = wizard.get("affectations")
    number = Account.objects.filter(profile__in=("ENS", "DIR", "EDU", "DOC")).count()
    assert f"{number} utilisateurs n'ont pas encore de mot de passe" in text_of(page)
    assert link_to(page, "récupérer les identifiants").endswith("/identifiants/")
    wizard.post("nettoyage")
    assert f"{number} utilisateurs n'ont pas encore de mot de passe" in text_of(wizard.get("nettoyage"))


def test_label_sheet_that_was_made_stays_available_until_the_cleaning_step_s59(wizards):
    wizard = staff(wizards, "utilisateurs")
    making = reverse("imports:make_identifiers", args=[wizard.run.uuid])
    while Account.objects.filter(password="!").exists():
        wizard.client.post(making)
    wizard.validate("affectations")
    page = wizard.get("affectations")
    assert "Les étiquettes que vous avez préparées sont encore là" in text_of(page)
    sheet = reverse("imports:labels", args=[wizard.run.uuid])
    assert link_to(wizard.client.get(link_to(page, "récupérer les identifiants")), "étiquettes PDF") == sheet
    assert wizard.client.get(sheet)["Content-Type"] == "application/pdf"
    wizard.post("nettoyage")
    assert wizard.client.get(sheet).status_code == 410
    assert "pas encore de mot de passe" not in text_of(wizard.get("nettoyage"))


def test_next_step_is_at_the_bottom_of_every_long_page_and_stays_in_sight_s61(wizards):
    wizard = pupils(wizards, "extraction")
    for step, number in (("classes", 4), ("groupes", 5), ("utilisateurs", 6)):
        bar = html.fromstring(wizard.get(step).content).xpath("//main//*[@class='sticky-bar']")[0]
        assert "→ Valider et afficher le bilan obtenu." in bar.text_content()
        wizard.validate(step)
        page = html.fromstring(wizard.get(step).content)
        (bar,) = page.xpath("//main//*[@class='sticky-bar']")
        assert f"→ Passer à l'étape {number}." in bar.text_content()
        assert (bool(bar.xpath("preceding::table")), bar.xpath("following::table")) == (True, [])


def link_to(page, words: str) -> str:
    """The address of the link that has these words."""
    return html.fromstring(page.content).xpath(f'//main//a[contains(., "{words}")]/@href')[0]
