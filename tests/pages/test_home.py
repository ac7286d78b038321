"""Each profile arrives on a home page that is its own."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import Settings

from accounts.enums import Profile
from accounts.models import Account
from entrance.cas.servers import Choice
from entrance.cas.services import set_mode
from imports.models import ImportRun
from sacoche.kit.clock import now, today
from schools.models import GroupKind, Niveau, School, SchoolNiveau
from socle.models import Item, ItemValidation, SchoolPalier
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianshipFactory,
    MatiereFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words
from tests.imports.wizard import Wizard

ClientAs = Callable[[Account], Client]


def home(client: Client) -> str:
    return words(client.get(reverse("home")))


def test_administrator_of_an_empty_school_reads_what_is_missing_with_links(admin: Account, client_as: ClientAs) -> None:
    response = client_as(admin).get(reverse("home"))
    page = words(response)
    assert "5 étapes à faire" in page
    links = ["schools:niveaux", "socle:paliers", "imports:start", "accounts:staff", "accounts:assignments"]
    assert [f'<a href="{reverse(name)}">' in response.content.decode() for name in links] == [True] * 5


def test_administrator_of_a_school_that_is_ready_reads_so(
    school: School, admin: Account, teacher: Account, client_as: ClientAs
) -> None:
    cm2 = SchoolClassFactory()
    AccountFactory(school_class=cm2)
    SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference="CM2"))
    SchoolPalier.objects.create(palier_id=2)
    TeachingAssignmentFactory(teacher=teacher, school_class=cm2, is_pp=True)
    page = home(client_as(admin))
    assert "Tout est prêt" in page
    assert "1 élève présent 1 classe 1 professeur" in page


def test_teacher_reads_his_classes_and_the_blue_cells_that_remain(
    school: School, teacher: Account, client_as: ClientAs
) -> None:
    cm2, ce2 = SchoolClassFactory(name="[CM2] CM2"), SchoolClassFactory(name="[CE2] CE2", niveau="CE2")
    SchoolClassFactory(name="[CM1] CM1", niveau="CM1")
    pupils = AccountFactory.create_batch(2, school_class=cm2)
    AccountFactory(school_class=cm2, left_on=today())
    SchoolPalier.objects.create(palier_id=2)
    for class_, is_pp in ((cm2, True), (ce2, False)):
        TeachingAssignmentFactory(teacher=teacher, school_class=class_, is_pp=is_pp)
    ItemValidation.objects.create(pupil=pupils[0], item=Item.objects.get(pk=2111), state=1, decided_on=today())
    page = home(client_as(teacher))
    assert "[CM2]" not in page
    assert "CM2 Cours moyen 2e année · 2 élèves · vous en êtes professeur principal 219 cases bleues" in page
    assert "Aucun palier du socle ne se termine dans ce niveau" in page
    assert "CM1" not in page


def test_teacher_without_a_class_reads_what_to_do(teacher: Account, client_as: ClientAs) -> None:
    assert "Aucune classe ne vous est affectée" in home(client_as(teacher))


def test_director_reads_every_class(school: School, director: Account, client_as: ClientAs) -> None:
    SchoolClassFactory(name="[CM1] CM1", niveau="CM1")
    assert "CM1" in home(client_as(director))


def test_pupil_reads_her_class_and_nobody_else(school: School, pupil: Account, client_as: ClientAs) -> None:
    pupil.school_class = SchoolClassFactory(name="[CM2] CM2")
    pupil.save()
    AccountFactory(last_name="VOISIN", school_class=pupil.school_class)
    page = home(client_as(pupil))
    assert "Ta classe CM2" in page
    assert "VOISIN" not in page


def test_families_never_read_the_name_that_a_teacher_gave_his_own_group(
    school: School, pupil: Account, client_as: ClientAs
) -> None:
    guardian = GuardianshipFactory(pupil=pupil).guardian
    GroupMembershipFactory(pupil=pupil, group=GroupFactory(name="Chorale"))
    GroupMembershipFactory(pupil=pupil, group=GroupFactory(name="Les lents", kind=GroupKind.BESOIN, reference=""))

    for reader in (pupil, guardian):
        browser = client_as(reader)
        for page in (home(browser), words(browser.get(reverse("accounts:personal_data")))):
            assert "Les lents" not in page
        assert "Groupe : Chorale" in home(browser)
    assert "Groupes de besoin 1" in words(client_as(pupil).get(reverse("accounts:personal_data")))


def test_guardian_without_a_child_reads_what_to_do(school: School, client_as: ClientAs) -> None:
    guardian = AccountFactory(profile=Profile.TUT)
    assert "Aucun élève n'est rattaché à votre compte" in home(client_as(guardian))


@pytest.mark.parametrize("size", [1, 6])
def test_home_of_staff_takes_the_same_queries_whatever_the_classes(
    school: School, director: Account, client_as: ClientAs, django_assert_num_queries, size: int
) -> None:
    SchoolPalier.objects.create(palier_id=2)
    for school_class in SchoolClassFactory.create_batch(size):
        AccountFactory.create_batch(2, school_class=school_class)
    browser = client_as(director)
    for _ in range(3):
        browser.get(reverse("home"))
    # session, account, messages, schools of the server, classes, levels that count, decisions, principal of
    with django_assert_num_queries(9):
        browser.get(reverse("home"))


def test_menus_follow_the_profile(admin: Account, teacher: Account, director: Account, client_as: ClientAs) -> None:
    """S7, S109, S113, S124, S131, S138, S156: the exact words of the paths."""
    administrator, teaching, direction = (home(client_as(account)) for account in (admin, teacher, director))
    for entry in (
        "Paramétrages établissement Identité de l'établissement Niveaux Matières Versions du socle Paliers du socle",
        "Administration générale Importer des fichiers d'utilisateurs",
        "Import Export des validations",
        "Gestion courante Professeurs/Personnels Professeurs (gestion) Professeurs & classes / Professeurs principaux",
    ):
        assert entry in administrator
    assert "Validation du socle" not in administrator
    assert "Validation du socle Valider les items" in teaching
    assert "Administration générale" not in teaching
    assert "Administration générale Import Export des validations" in direction


def test_menu_of_the_socle_follows_the_rights_s88(teacher: Account, director: Account, client_as: ClientAs) -> None:
    whole = "Choisir la langue étrangère Valider les items Valider les compétences Annuler une compétence validée"
    assert whole + " Derniers enregistrements Avancement de la validation" in home(client_as(director))
    assert "Valider les compétences" not in home(client_as(teacher))

    TeachingAssignmentFactory(teacher=teacher, is_pp=True)
    assert "Valider les items Valider les compétences Derniers enregistrements" in home(
        client_as(Account.objects.get(pk=teacher.pk))
    )


def test_help_has_a_short_and_a_full_path_s108(client: Client) -> None:
    page = html.fromstring(client.get(reverse("help")).content)
    paths = {
        name: [
            " ".join(step.text_content().split()) for step in page.xpath(f"//article[@aria-labelledby='{name}']//li")
        ]
        for name in ("court", "complet")
    }
    # Each step of the printed procedure, in its order, by the menu that it opens.
    menus = ("Niveaux", "Paliers du socle", "Importer des fichiers", "Professeurs (gestion)", "Professeurs & classes")
    menus = (*menus, "Valider les items", "Import Export des validations")
    assert [menu in step for menu, step in zip(menus, paths["court"], strict=True)] == [True] * 7
    beginnings = ("Les niveaux", "Tous les élèves", "Tous les professeurs", "Chaque professeur", "À la rentrée")
    assert [step.startswith(said) for said, step in zip(beginnings, paths["complet"], strict=False)] == [True] * 5


def test_administrator_reads_what_deserves_a_look(school: School, admin: Account, client_as: ClientAs) -> None:
    AccountFactory.create_batch(2, school_class=None)
    AccountFactory(school_class=SchoolClassFactory())

    page = home(client_as(admin))

    assert "Votre compte n'a pas d'adresse e-mail" in page
    assert "2 élèves présents n'ont pas de classe." in page
    assert "1 classe qui a des élèves n'a pas de professeur." in page


def test_administrator_reads_what_the_school_has_not_said_of_itself(
    school: School, admin: Account, client_as: ClientAs, settings: Settings
) -> None:
    settings.SENDS_MAIL = False

    page = home(client_as(admin))

    assert "Ce serveur n'envoie pas de courriel" in page
    assert "Votre compte n'a pas d'adresse e-mail" not in page
    assert "L'établissement n'a pas de numéro UAI dans son identité." in page
    assert "Aucune matière n'est choisie" in page
    assert "Aucun directeur n'a de compte" in page


def test_administrator_of_a_school_that_is_complete_has_nothing_to_look_at(
    school: School, admin: Account, director: Account, client_as: ClientAs
) -> None:
    MatiereFactory()
    School.objects.update(uai="0590001W")
    admin.email = "admin@exemple.fr"
    admin.save()

    assert "À regarder" not in home(client_as(admin))


@pytest.mark.parametrize("profile", [Profile.DIR, Profile.DOC, Profile.EDU])
def test_who_has_every_class_is_not_told_to_have_them_ticked(
    school: School, client_as: ClientAs, profile: Profile
) -> None:
    page = home(client_as(AccountFactory(profile=profile)))

    assert "L'établissement n'a pas encore de classe" in page
    assert "cocher vos classes" not in page


def test_import_that_waits_comes_first_with_its_step_and_its_hours_left(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    wizard = Wizard(client_as(admin))
    wizard.upload(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n")
    ImportRun.objects.update(expires_at=now() + datetime.timedelta(hours=5, minutes=20))
    response = wizard.client.get(reverse("home"))
    said = "attend à l'étape 2 - Extraction des données. Il reste 5 heures avant qu'il ne s'efface."
    assert f"« CSVExtraction.csv », tenu par vous, {said}" in words(response)
    headings = html.fromstring(response.content).xpath("//main//h2/text()")
    assert headings[0] == "Un import attend"
    other = client_as(AccountFactory(profile="ADM", login="autre"))
    assert "tenu par Claire MARCHAND" in words(other.get(reverse("home")))


def test_administrator_reads_who_cannot_sign_in_yet(school: School, admin: Account, client_as: ClientAs) -> None:
    AccountFactory(last_name="SANS", password="!")
    AccountFactory(last_name="PARTI", password="!", left_on=today())
    client = client_as(admin)
    page = html.fromstring(client.get(reverse("home")).content)
    (link,) = page.xpath("//a[contains(., 'pas encore de mot de passe')]/@href")
    assert "Profil « élève » : 1 compte n'a pas encore de mot de passe." in home(client)
    people = html.fromstring(client.get(link).content).xpath("//table[@id='liste-personnes']//label/span/text()")
    assert [name.split()[0] for name in people] == ["SANS"]


def test_school_that_comes_by_its_ent_is_not_told_of_passwords(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    AccountFactory(password="!")
    set_mode(actor=admin, school=school, choice=Choice("toutatice", "Toutatice"))
    assert "pas encore de mot de passe" not in home(client_as(admin))


def test_every_home_page_says_whom_to_contact_s166(
    school: School, admin: Account, teacher: Account, pupil: Account, client_as: ClientAs, settings: Settings
) -> None:
    Account.objects.filter(pk=admin.pk).update(email="claire@exemple.fr")
    settings.OPERATOR_EMAIL = "hebergeur@exemple.fr"
    pages = [home(client_as(each)) for each in (admin, teacher, pupil)]
    assert "l'hébergeur de ce serveur ( hebergeur@exemple.fr )" in pages[0]
    assert "Adressez-vous à Claire MARCHAND ( claire@exemple.fr ), qui administre cet espace." in pages[1]
    assert "Parles-en à ton enseignant, ou à Claire MARCHAND, qui administre cet espace." in pages[2]


def test_diagnostic_tells_what_is_so_and_names_no_pupil_s166(
    school: School, admin: Account, pupil: Account, client_as: ClientAs
) -> None:
    page = words(client_as(admin).get(reverse("diagnostic")))
    assert "Choisir les niveaux de l'école ! à voir à faire" in page
    assert "Profil « élève » 1 compte ouvert, " in page
    assert "Mode d'identification identifiants de SACoche" in page
    assert (pupil.last_name in page, pupil.login in page) == (False, False)
    assert client_as(pupil).get(reverse("diagnostic")).status_code == 403
