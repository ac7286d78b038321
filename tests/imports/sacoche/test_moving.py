"""A school that comes from SACoche finds the same people, the same référentiels, the same marks (V3 to V25)."""

import datetime
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db.models import Count

from accounts.models import (
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    JournalEntry,
    MatiereTeaching,
    TeachingAssignment,
)
from entrance.signin import SignInRefused, sign_in
from evaluations.models import Evaluation, EvaluationItem, EvaluationPupil, Mark, Share
from evaluations.models.asking import Request
from evaluations.queries import current_scale
from imports.models import KeptTable
from imports.sacoche.moving.reading import Answers, Ours, Reading
from imports.sacoche.moving.settings import plan_settings
from imports.sacoche.writing.kept import rows_kept
from referentiels.models import Domaine, Item, ItemLink, ItemSet, Referentiel, Theme
from schools.models import Group, Matiere, PeriodDates, SchoolClass, SchoolNiveau
from socle.models import ItemChange, ItemValidation, PilierValidation, PupilLanguage
from tests.factories import AccountFactory
from tests.imports.sacoche.figures import figures

SECRET = "0123456789abcdef0123456789abcdef"
SHARED_DIGEST = "a8b229556a5c198b7b7eb0b0c12e9cf4"


def test_school_of_2012_is_there_again_v3_to_v12(school, admin, moved):
    moved("2012")
    _people_of_2012()
    _structure_of_2012(school)
    _families_of_2012()
    _referentiels_of_2012()
    _evaluations_of_2012()
    _settings_of_2012(school)


def _people_of_2012():
    people = Account.objects.exclude(login="admin")
    assert Counter(people.values_list("profile", flat=True)) == {"ELV": 15, "TUT": 6, "ENS": 4, "DIR": 1, "ADM": 1}
    assert sorted(people.inactive().values_list("login", flat=True)) == ["luc.moreau", "yan.garnier"]
    assert Account.objects.get(last_name="WEBMESTRE").login == "admin1"
    assert Account.objects.get(login="yan.garnier").left_on == datetime.date(2026, 10, 15)


def _structure_of_2012(school):
    (school_class,) = SchoolClass.objects.all()
    assert (school_class.name, school_class.reference, school_class.niveau.reference) == (
        "[CE2] CE2 A",
        "CE2_44BD",
        "CE2",
    )
    assert school_class.pupils.active().count() == 14
    # V9: what the school no longer used stays so, with its référentiels.
    assert list(Matiere.objects.filter(is_active=False).values_list("label", flat=True)) == ["Éducation musicale"]
    assert Referentiel.objects.filter(matiere__is_active=False).exists()
    left = Referentiel.objects.exclude(niveau__in=SchoolNiveau.objects.values("niveau"))
    assert "CE1" in left.values_list("niveau__reference", flat=True)
    groups = {group.name: group for group in Group.objects.all()}
    assert {name: group.kind for name, group in groups.items()} == {"Chorale": "groupe", "Besoin lecture": "besoin"}
    sizes = Counter(GroupMembership.objects.values_list("group__name", flat=True))
    assert sizes == {"Chorale": 3, "Besoin lecture": 2}
    (owner,) = GroupTeaching.objects.filter(is_owner=True)
    assert (owner.teacher.last_name, owner.group.name) == ("DURAND", "Besoin lecture")
    assert EvaluationPupil.objects.values("evaluation").annotate(number=Count("pk")).get()["number"] == 3
    assert TeachingAssignment.objects.count() == 3
    assert MatiereTeaching.objects.count() == 13
    dates = [(each.period.name, str(each.starts_on), str(each.ends_on)) for each in PeriodDates.objects.order_by("pk")]
    assert dates == [("Trimestre 1", "2026-09-01", "2026-11-15"), ("Trimestre 2", "2026-11-16", "2027-03-05")]
    active = set(SchoolNiveau.objects.values_list("niveau__reference", flat=True))
    assert active == {"GS", "CP", "CE2", "CM1", "CM2", "P2"}
    languages = Counter(PupilLanguage.objects.values_list("language", flat=True))
    assert languages == {132: 10, 109: 2, 134: 1}


def _families_of_2012():
    links = {
        (each.guardian.full_name, each.pupil.full_name): each.rank
        for each in Guardianship.objects.select_related("guardian", "pupil")
    }
    assert len(links) == 6
    assert sum(guardian == "ROGER Isabelle" for guardian, _pupil in links) == 2
    assert links["O'NEIL Seán", "FAURE Nathan"] == 2
    assert not any(guardian.startswith("VASSEUR") for guardian, _pupil in links)
    addresses = {str(address) for address in Address.objects.all()}
    assert '3, rue "du Moulin", Bât. B, 01230 NANTUA' in addresses
    assert Address.objects.count() == 4
    assert Address.objects.get(town="DUBLIN").postal_code == ""


def _referentiels_of_2012():
    counts = [model.objects.count() for model in (Referentiel, Domaine, Theme, Item, ItemLink)]
    assert counts == [11, 25, 52, 173, 156]
    assert Item.objects.filter(is_requestable=False).count() == 20
    assert Item.objects.exclude(link="").count() == 6
    coefficients = Counter(Item.objects.values_list("coefficient", flat=True))
    assert coefficients == {0: 12, 1: 66, 2: 34, 3: 15, 4: 17, 5: 12, 10: 17}
    trees = {
        (each.matiere.label, each.niveau.reference): (each.method, each.limit)
        for each in Referentiel.objects.select_related("matiere", "niveau")
    }
    expected = {
        ("Mathématiques", "CM2"): ("geometrique", 5),
        ("Mathématiques", "CM1"): ("classique", 0),
        ("Français", "CM2"): ("arithmetique", 9),
        ("Français", "CM1"): ("bestof1", 0),
        ("Anglais", "CM2"): ("bestof2", 4),
        ("Allemand", "CM2"): ("bestof3", 3),
        ("Transversal", "P2"): ("geometrique", 3),
        ("Jardin de l'école", "CM2"): ("classique", 3),
    }
    assert expected.items() <= trees.items()
    assert ("Mathématiques", "CE1") in trees
    assert Matiere.objects.get(label="Jardin de l'école").is_own
    assert Matiere.objects.get(label="Transversal").is_own is False


def _evaluations_of_2012():
    assert (Evaluation.objects.live().count(), EvaluationItem.objects.count()) == (19, 151)
    first = Evaluation.objects.get(title="Contrôle 1 – nombres")
    assert (str(first.given_on), str(first.visible_on)) == ("2026-09-04", "2026-12-20")
    assert [(each.colleague.last_name, each.get_level_display()) for each in first.shares.all()] == [
        ("LEROY", "saisir")
    ]
    codes = Counter(Mark.objects.values_list("code", flat=True))
    assert codes == {"1": 61, "2": 602, "3": 988, "4": 694, "AB": 131, "DI": 82, "NN": 95}
    assert Mark.objects.filter(evaluation__is_trace=True).count() == 810
    authors = Counter(Mark.objects.values_list("author__account__last_name", flat=True))
    assert authors == {"DURAND": 2086, "MARTIN": 364, "LEROY": 201, "MOREAU": 2}
    assert Mark.objects.filter(pupil__login="yan.garnier").count() == 3
    labels = set(Mark.objects.filter(author__account__login="luc.moreau").values_list("author__label", flat=True))
    assert labels == {"MOREAU L."}


def _settings_of_2012(school):
    scale = current_scale()
    assert [code.value for code in scale.codes] == [0, 33, 67, 100]
    assert scale.codes[0].legend == "Très insuffisant."
    assert [(level.low, level.high) for level in scale.states] == [(0, 39), (40, 60), (61, 100)]
    school.refresh_from_db()
    assert (school.uai, school.name) == ("0751234J", "École du Banc")


def test_validations_of_2012_are_those_that_were_decided_v15(school, moved):
    moved("2012")
    states = Counter(ItemValidation.objects.values_list("state", flat=True))
    assert states == {1: 208, 0: 111}
    assert Counter(PilierValidation.objects.values_list("state", flat=True)) == {1: 16, 0: 8}
    assert ItemChange.objects.filter(gesture="import").count() == 319
    names = {f"{each.last_name} {each.first_name}": each.pk for each in Account.objects.pupils()}
    items = {(each.pupil_id, each.item_id): each for each in ItemValidation.objects.all()}
    piliers = {(each.pupil_id, each.pilier_id): each for each in PilierValidation.objects.all()}
    rows = figures("validations_2012")
    assert len(rows) == 50
    for row in rows:
        found = (piliers if row["what"] == "compétence" else items)[names[row["eleve"]], int(row["id"])]
        expected = (int(row["state"]), row["date"], row["author"])
        assert (found.state, str(found.decided_on), found.author_label) == expected


def test_school_of_2017_is_there_again_v23_to_v25_v33(school, moved):
    moved("2017")
    profiles = Counter(Account.objects.values_list("profile", flat=True))
    assert profiles == {"ELV": 15, "TUT": 4, "ENS": 4, "ADM": 1, "DIR": 1, "DOC": 1, "EDU": 1}
    garnier = Account.objects.get(login="yan.garnier")
    assert (garnier.reference, garnier.is_active) == ("12345678901", False)
    louis = Account.objects.get(login="lou.boulange")
    assert louis.birth_date is not None
    assert louis.gender == "F"
    assert PupilLanguage.objects.filter(language=132, pupil__left_on=None).count() == 13
    codes = Counter(Mark.objects.values_list("code", flat=True))
    expected = {"1": 61, "2": 602, "3": 988, "4": 694, "AB": 82, "DI": 46, "NE": 38, "NF": 41, "NN": 60, "NR": 40}
    assert codes == expected
    assert Mark.objects.filter(evaluation__is_trace=True).count() == 825
    shares = {
        (each.evaluation.title.partition(" –")[0], each.colleague.last_name, each.get_level_display())
        for each in Share.objects.select_related("evaluation", "colleague")
    }
    assert shares == {
        ("Contrôle 1", "LEROY", "saisir"),
        ("Contrôle 2", "MARTIN", "voir"),
        ("Contrôle 3", "LEROY", "modifier"),
    }
    second = Evaluation.objects.get(title="Contrôle 2 – calcul")
    assert (second.is_finished, str(second.self_until)) == (True, "2026-11-20")
    (document,) = second.documents.all()
    assert str(document) == "sujet : https://exemple.fr/sujet.pdf"
    scale = current_scale()
    assert [level.light for level in scale.states] == ["#1e99e1", "#3c99c3", "#5a99a5"]
    assert scale.symbols == "points", "its symbols are discs"
    assert ItemLink.objects.count() == 559
    assert ItemLink.objects.filter(entry__cycle=2).count() == 167
    comments = {each.name: each.comment for each in Item.objects.exclude(comment="")}
    assert "Échelle :\n1 = avec aide ; 2 = « seul »" in comments.values()
    assert 'Un chemin C:\\\\temp\\\\ et des "guillemets"' in comments.values()
    (chosen,) = ItemSet.objects.all()
    assert (chosen.name, chosen.members.count()) == ("Nombres du mardi", 3)


@pytest.mark.parametrize("year", ["2012", "2017"])
def test_requests_wait_as_they_did_v17(school, moved, year):
    moved(year)
    found = Request.objects.select_related("pupil").order_by("asked_on")
    told = [(each.pupil.full_name, each.score, each.get_status_display()) for each in found]
    louis, marie, _other = told
    assert louis == ("BOULANGER Louis", None, "à traiter")
    assert marie == ("BOULANGER Marie-Ève", 50, "en préparation")
    assert [score for _name, score, _status in told] == [None, 50, 0]


def test_what_has_no_room_is_kept_and_can_be_read_v28(school, moved):
    move = moved("2017")
    assert len(list(rows_kept(move, "livret_saisie"))) == 483
    origins = {each["user_id"]: each["eleve_uai_origine"] for each in rows_kept(move, "user")}
    assert any(origins.values())
    assert "siecle_import" not in set(KeptTable.objects.values_list("table", flat=True))


@pytest.mark.parametrize("year", ["2012", "2017"])
def test_everybody_enters_with_the_code_that_he_knows_v21_v22(school, moved, year):
    moved(year)
    for row in figures("sign_in"):
        if row["backup"] != year:
            continue
        stored = Account.objects.filter(login=row["login"]).values_list("password", flat=True)
        assert stored.get().startswith("argon2sacoche$")
        if row["may sign in"] != "yes":
            with pytest.raises(SignInRefused):
                _enter(school, row["login"], row["password"])
            assert stored.get().startswith("argon2sacoche$")
            continue
        with pytest.raises(SignInRefused):
            _enter(school, row["login"], row["password"].upper() + "x")
        _enter(school, f" {row['login'].upper()}", f"{row['password']} ")
        assert stored.get().startswith("argon2$")
        _enter(school, row["login"], row["password"])


def _enter(school, login, password):
    return sign_in(school=school, login=login, password=password, address="192.0.2.1")


def test_password_in_capitals_is_another_one_v21(school, moved):
    moved("2012")
    with pytest.raises(SignInRefused):
        _enter(school, "mar.faure", "PAPILLON")
    assert _enter(school, "mar.faure", "papillon ").last_name == "FAURE"


@pytest.mark.parametrize("year", ["2012", "2017"])
def test_no_secret_of_the_backup_is_kept_v20_v22(school, moved, year, data_dir):
    from django.apps import apps

    move = moved(year)
    digests = {row["value in the backup"] for row in figures("sign_in")} | {SECRET}
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            assert not any(digest in str(row) for digest in digests)
    kept = [rows for table in move.kept.values_list("table", flat=True) for rows in rows_kept(move, table)]
    assert not any(digest in str(kept) for digest in digests)
    assert JournalEntry.objects.filter(code="imports.apply_move").count() == 1
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert not any(digest.encode() in path.read_bytes() for path in files for digest in digests)


def test_common_password_is_to_be_changed_at_the_first_entrance(school, moved):
    moved("2012")
    assert list(Account.objects.filter(must_renew_password=False).values_list("login", flat=True)) == ["sea.oneil"]


def test_right_of_2012_that_is_not_ours_by_default_is_kept_and_told_v19(school, moved):
    from accounts.access.decided import grant_of
    from sacoche.kit.access import rights

    move = moved("2012")
    held = grant_of(school, rights.get("accounts.change_password"))
    assert "TUT" not in held.profiles
    assert {"DIR", "ENS", "ELV", "ADM"} <= held.profiles
    assert "Modifier son mot de passe" in [each["label"] for each in move.seen["rights"]]


def test_space_of_another_school_keeps_its_own(school, other_school, moved):
    from sacoche.kit.tenancy import school_scope

    with school_scope(other_school):
        AccountFactory(login="lou.boulange")
    moved("2012")
    with school_scope(other_school):
        assert Account.objects.count() == 1


def _settings_of(**changed):
    """The settings that a plan reads in the backup of 2012, some of them changed; and what is told of them."""
    kept = {"note_image_style": "Lomer", "connexion_mode": "normal"} | changed
    rows = [{"parametre_nom": name, "parametre_valeur": value} for name, value in kept.items()]
    backup = SimpleNamespace(tables={}, records=lambda table: iter(rows if table == "parametre" else []))
    day = datetime.date(2026, 11, 30)
    reading = Reading(backup, day, day, Answers(), Ours({}, {}, frozenset(), frozenset(), frozenset(), frozenset()))
    return plan_settings(reading), reading.ledger


def test_colour_that_could_not_be_read_is_left_and_told():
    thresholds = {"calcul_seuil_R": "40", "calcul_seuil_V": "60"}
    colours = {"css_background-color_NA": "#000080", "css_background-color_A": "#99FF99"}
    found, ledger = _settings_of(**thresholds, **colours)
    assert [level.light for level in found.levels] == ["", "", "#99ff99"]
    assert any("#000080" in line.reason for line in ledger.lines)


def test_mode_of_identification_is_proposed_and_never_switched_on(school):
    _found, ledger = _settings_of(connexion_mode="cas", connexion_nom="ent_secret")
    told = " ".join(line.reason for line in ledger.lines)
    assert "par le CAS d'un ENT" in told
    assert "ent_secret" not in told
    assert "mode" not in school.access
