"""« Importer / Imposer des identifiants »: what each line of a file gives, and what the pages do."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from lxml import html

from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from documents.models import SealedNote
from imports.brought.extraction import UnreadableFile
from imports.identities import issue
from imports.identities.layouts import BY_HEADERS, ENT_CHOICES, LAYOUTS, Headers
from imports.identities.lines import IdentityLine, read_by_headers, read_by_layout, read_gepi, read_sacoche
from imports.identities.objectives import objectives
from sacoche.kit.clock import now
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words
from tests.imports.college import college
from tests.imports.wizard import text_of
from tests.slips import csv_lines

PAGE, PREVIEW = "/identifiants/", "/identifiants/apercu/"
ESUP = "Export;x;y;z\r\nid;compte;nom;prénom\r\n"


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["atos", "esup", "openent", "toutatice"])
def test_read_every_layout_of_the_same_people_s46(layout):
    file = read_by_layout(college(f"ent_{layout}.csv"), LAYOUTS[layout])
    kosmos = read_by_headers(college("ent_kosmos.csv"), Headers())
    assert [line.full_name for line in file.lines] == [line.full_name for line in kosmos.lines]
    assert len({line.value for line in file.lines}) == len(file.lines)


def test_read_line_of_the_ent_of_the_seed_s46():
    file = read_by_layout(f"{ESUP}abc1;x;Le Gall;anne".encode(), LAYOUTS["esup"])
    assert file.lines == [IdentityLine(3, "LE GALL", "Anne", "abc1")]


def test_read_number_of_the_ministry_when_the_layout_has_it():
    file = read_by_layout("h\nid9;42;x;Le Gall;Anne;".replace("h\n", "a;b;c;d;e;f\n").encode(), LAYOUTS["openent"])
    assert [(line.value, line.sconet_id) for line in file.lines] == [("id9", 42)]


def test_read_identifier_of_lilie_as_its_sign_in_calls_it():
    file = read_by_layout(b't;t;t;t\n"ID : 123";x;Le Gall;Anne;\n', LAYOUTS["atos"])
    assert [line.value for line in file.lines] == ["UT123"]


def test_read_lines_left_out_are_named():
    file = read_by_layout(f"{ESUP}a;x;A;Ana\r\n;x;B;Bea\r\nc;x;C;\r\n{'d' * 64};x;D;Dan".encode(), LAYOUTS["esup"])
    assert [(problem.line, problem.message) for problem in file.problems] == [
        (4, "B Bea n'a pas d'identifiant : ligne ignorée."),
        (5, "prénom absent : ligne ignorée."),
        (6, "identifiant illisible ou de plus de 63 caractères : ligne ignorée."),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "vide"), (b"<a/>", "fichier CSV"), (b"%PDF-1", "PDF"), (b"a;b\nc;d", "format choisi ne convient pas")],
)
def test_read_unusable_file_is_refused_in_words(data, words):
    with pytest.raises(UnreadableFile, match=words):
        read_by_layout(data, LAYOUTS["esup"])


def test_read_by_headers_names_the_columns_that_are_missing():
    with pytest.raises(UnreadableFile, match="« Prénom », « Identifiant ENT »"):
        read_by_headers(b"Nom;Classe\nA;6A", Headers())


@pytest.mark.parametrize(("name", "number"), [("eleve", 34), ("professeur", 17), ("responsable", 43)])
def test_read_files_of_gepi(name, number):
    file = read_gepi(college(f"base_{name}_gepi.csv"))
    assert len(file.lines) >= number
    assert all(bool(line.elenoet) == (name == "eleve") for line in file.lines)


def test_read_file_of_logins_keeps_what_is_unchanged():
    file = read_sacoche("LOGIN;MDP;NOM;PRENOM\n\nana.a;;A;Ana\ninchangé;Secret-12;B;Bea\n".encode())
    assert [(line.value, line.password) for line in file.lines] == [("ana.a", ""), ("", "Secret-12")]


@pytest.mark.parametrize("data", [";;;\n;;;\n", "\ufeff", "\ufeff\n\n"])
@pytest.mark.parametrize("code", ["ent", "lcs", "gepi", "imposer"])
def test_read_file_without_a_filled_in_line_is_refused_in_words(code, data):
    with pytest.raises(UnreadableFile, match="aucune ligne remplie"):
        objectives.get(code).reader(data.encode(), BY_HEADERS)


def test_read_line_said_twice_counts_once_and_is_said():
    file = read_by_layout(f"{ESUP}abc1;x;Le Gall;anne\r\nabc1;y;LE GALL;Anne".encode(), LAYOUTS["esup"])
    assert [line.line for line in file.lines] == [3]
    assert [(each.line, each.message) for each in file.problems] == [
        (4, "LE GALL Anne est déjà à la ligne 3 : compté une seule fois.")
    ]


def test_read_password_given_to_two_homonyms_is_two_lines():
    file = read_sacoche(b"LOGIN;MDP;NOM;PRENOM\n;Secret-1234;A;Ana\n;Secret-1234;A;Ana\n")
    assert len(file.lines) == 2


def test_every_layout_can_be_chosen():
    assert [code for code, _label in ENT_CHOICES] == [BY_HEADERS, *LAYOUTS]


# --- The pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(admin, client_as):
    return client_as(admin)


@pytest.fixture
def pupil(school) -> Account:
    return AccountFactory(
        profile=Profile.ELV,
        last_name="LE GALL",
        first_name="Anne",
        login="ann.legall",
        school_class=SchoolClassFactory(name="6A"),
    )


def send(pages, content: str | bytes, objective: str = "ent", layout: str = "esup"):
    file = SimpleUploadedFile("ent.csv", content if isinstance(content, bytes) else content.encode())
    data = {"objectif": objective, "format": layout, "fichier": file}
    return pages.post(reverse("imports:identities_file"), data, follow=True)


def apply(pages, *lines: int):
    mark = pages.get(PREVIEW).context["fingerprint"]
    return pages.post(PREVIEW, {"fingerprint": mark, "tick": lines, "action": "enregistrer"}, follow=True)


def test_page_has_the_six_objectives_and_the_links_s62_s63_s65_s71(pages):
    text = pages.get(PAGE).content.decode()
    labels = [
        "Générer de nouveaux identifiants SACoche.",
        "Importer / Imposer des identifiants SACoche.",
        "Récupérer les identifiants du LCS.",
        "Récupérer les identifiants d&#x27;ARGOS.",
        "Importer / Imposer les identifiants d&#x27;un ENT.",
        "Récupérer les identifiants de Gepi.",
    ]
    assert [label for label in labels if label not in text] == []
    assert [link for link in ("[Élèves]", "[Professeurs/Personnels]") if link not in text] == []


def test_former_services_are_apart_in_the_list_of_the_six_s67_s68(pages):
    page = html.fromstring(pages.get(PAGE).content)
    options = page.xpath("//select[@name='objectif']//option[@value!='']/@value")
    former = page.xpath("//optgroup[@label='Connecteurs anciens']/option/@value")
    assert (options, former) == (["generer", "imposer", "lcs", "argos", "ent", "gepi"], ["lcs", "argos"])


@pytest.mark.parametrize("code", ["generer", "imposer", "lcs", "argos", "ent", "gepi"])
def test_objective_chosen_swaps_its_form_alone_s71(pages, code):
    response = pages.get(PAGE, {"objectif": code}, headers={"HX-Request": "true", "HX-Target": "partie"})
    text = response.content.decode()
    assert ("✓" in text, "<html" in text, 'type="file"' in text) == (True, False, code != "generer")


def test_ent_file_is_previewed_then_written_once_s69_s72(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    pupil.refresh_from_db()
    assert pupil.id_ent == ""
    assert "1 identifiant enregistré" in apply(pages, 3).content.decode()
    pupil.refresh_from_db()
    assert pupil.id_ent == "abc1"
    found = {code: len(rows) for code, _title, _words, _style, rows in pages.get(PREVIEW).context["blocks"]}
    assert found == {"modified": 0, "homonyms": 0, "unknown": 0, "conflict": 0, "unchanged": 1}
    assert JournalEntry.objects.filter(code="imports.set_identities").count() == 1


def test_unticked_line_is_not_written(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    apply(pages)
    pupil.refresh_from_db()
    assert pupil.id_ent == ""


def test_homonyms_are_settled_on_the_spot_s73(pages, pupil):
    other = AccountFactory(profile=Profile.ELV, last_name="LE GALL", first_name="Anne", login="ann.legall1")
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    pages.post(PREVIEW, {"action": "choisir", "compte:3": "ann.legall1"})
    apply(pages, 3)
    other.refresh_from_db()
    pupil.refresh_from_db()
    assert (other.id_ent, pupil.id_ent) == ("abc1", "")


def test_account_chosen_is_noted_whatever_the_button(pages, pupil):
    other = AccountFactory(profile=Profile.ELV, last_name="LE GALL", first_name="Anne", login="ann.legall1")
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    mark = pages.get(PREVIEW).context["fingerprint"]
    answer = {"fingerprint": mark, "action": "enregistrer", "compte:3": "ann.legall1"}
    page = pages.post(PREVIEW, answer, follow=True)
    assert "Les comptes choisis sont notés" in page.content.decode()
    apply(pages, 3)
    other.refresh_from_db()
    assert other.id_ent == "abc1"


def test_name_that_nobody_has_is_settled_by_choosing_an_account(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Legall;anne-marie")
    pages.post(PREVIEW, {"action": "choisir", "compte:3": "LE GALL Anne, 6A (ann.legall)"})
    apply(pages, 3)
    pupil.refresh_from_db()
    assert pupil.id_ent == "abc1"


def test_choice_can_be_taken_back(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Legall;anne-marie")
    pages.post(PREVIEW, {"action": "choisir", "compte:3": "ann.legall"})
    pages.post(PREVIEW, {"tick": ["3"], "oublier": "3"})
    assert pages.get(PREVIEW).context["chosen"] == {}


def test_choice_that_names_nobody_is_said_and_nothing_is_lost(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Legall;anne-marie")
    response = pages.post(PREVIEW, {"action": "choisir", "compte:3": "Personne"})
    assert (response.status_code, "« Personne »" in words(response)) == (422, True)


def test_account_changed_since_the_preview_stops_the_writing(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    mark = pages.get(PREVIEW).context["fingerprint"]
    AccountFactory(profile=Profile.TUT, last_name="TUT", id_ent="abc1", login="tut")
    response = pages.post(PREVIEW, {"fingerprint": mark, "tick": [3]})
    assert response.status_code == 409
    pupil.refresh_from_db()
    assert pupil.id_ent == ""


def test_file_of_the_wrong_layout_says_so(pages, pupil):
    text = send(pages, "nom;prénom;id;x;y\nLe Gall;anne;abc1;;\n", layout="esup").content.decode()
    assert "format choisi" in text


LAYOUT_FILES = ("atos", "esup", "openent", "toutatice")


def make_people_of_the_files(*, has_numbers: bool) -> None:
    for line in read_by_layout(college("ent_atos.csv"), LAYOUTS["atos"]).lines:
        number = line.sconet_id if has_numbers else None
        AccountFactory(last_name=line.last_name, first_name=line.first_name, sconet_id=number)


@pytest.mark.parametrize("has_numbers", [True, False])
@pytest.mark.parametrize(
    ("name", "chosen", "better"),
    [
        ("atos", "itslearning", "« Atos (Lilie, Celia) »"),
        ("openent", "sopra", "« OpenENT (PCN, monlycée.net…) »"),
        ("kosmos", "esup", "« Par intitulés de colonnes"),
        ("esup", "openent", "« ESUP (Montpellier, Languedoc-Roussillon) »"),
    ],
)
def test_ent_file_of_another_layout_is_doubted_and_the_right_one_named(pages, name, chosen, better, has_numbers):
    make_people_of_the_files(has_numbers=has_numbers)
    page = html.fromstring(send(pages, college(f"ent_{name}.csv"), layout=chosen).content)
    assert f"plutôt le format {better}" in page.text_content()
    assert page.xpath("//input[@name='tick']/@checked") == []


@pytest.mark.parametrize("has_numbers", [True, False])
@pytest.mark.parametrize("name", LAYOUT_FILES)
def test_ent_file_of_its_own_layout_is_not_doubted(pages, name, has_numbers):
    make_people_of_the_files(has_numbers=has_numbers)
    page = send(pages, college(f"ent_{name}.csv"), layout=name)
    assert page.context["draft"].doubt == ""


def test_numbers_of_the_ministry_given_as_identifiers_are_not_ticked(pages, pupil):
    Account.objects.filter(pk=pupil.pk).update(sconet_id=1207002)
    page = send(pages, "Nom;Prénom;Identifiant\nLe Gall;Anne;1207002\n", layout=BY_HEADERS)
    assert "des numéros de Siècle" in page.context["draft"].doubt
    assert html.fromstring(page.content).xpath("//input[@name='tick']/@checked") == []
    apply(pages, 2)
    pupil.refresh_from_db()
    assert pupil.id_ent == "1207002"


def test_gepi_identifiers_are_stored_s70(pages, pupil):
    Account.objects.filter(pk=pupil.pk).update(elenoet="77")
    send(pages, "LE GALL;Anne-Marie;legall_a;;77\n", objective="gepi")
    apply(pages, 1)
    pupil.refresh_from_db()
    assert pupil.id_gepi == "legall_a"


@pytest.mark.parametrize("code", ["lcs", "argos"])
def test_former_services_take_a_file_s67_s68(pages, pupil, code):
    send(pages, "Nom;Prénom;Identifiant\nLe Gall;Anne;x9\n", objective=code, layout=BY_HEADERS)
    apply(pages, 2)
    pupil.refresh_from_db()
    assert pupil.id_ent == "x9"


def test_identifier_is_copied_from_another_field(pages, pupil):
    Account.objects.filter(pk=pupil.pk).update(id_gepi="legall_a")
    pages.post(reverse("imports:identities_copy"), {"copie": "gepi-ent"})
    apply(pages, 1)
    pupil.refresh_from_db()
    assert pupil.id_ent == "legall_a"


def test_copy_of_what_nobody_has_is_said(pages, pupil):
    text = pages.post(reverse("imports:identities_copy"), {"copie": "gepi-ent"}, follow=True).content.decode()
    assert "Personne n&#x27;a d&#x27;identifiant à copier" in text


def test_file_given_up_is_forgotten(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    pages.post(reverse("imports:identities_abandon"))
    assert pages.get(PREVIEW).status_code == 302


# --- Logins and passwords ---------------------------------------------------------------------------------------------


def make_all(pages) -> None:
    while not pages.get(reverse("imports:identities_issue")).context["progress"].is_complete:
        pages.post(reverse("imports:identities_issue"))


def test_file_of_logins_is_taken_edited_and_sent_back_s66(pages, pupil):
    rows = pages.get(reverse("imports:identities_csv")).content.decode("cp1252").split("\r\n")
    assert (rows[1], rows[2]) == ("", "ann.legall;;LE GALL;Anne;élève;6A")
    send(pages, "\r\n".join([rows[0], "", "anne.nouveau;Tq7-verglas;LE GALL;Anne"]), objective="imposer")
    apply(pages, 3)
    make_all(pages)
    pupil.refresh_from_db()
    assert (pupil.login, pupil.check_password("Tq7-verglas")) == ("anne.nouveau", True)
    assert pages.get(reverse("imports:identities_labels")).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ana.a;;LE GALL;Anne", "« ana.a » est déjà à A Ana (ana.a)."),
        ("avec espace;;LE GALL;Anne", "« avec espace » : un identifiant n'a que"),
        (";court;LE GALL;Anne", "Mot de passe refusé : Ce mot de passe est trop court"),
    ],
)
def test_login_that_cannot_be_is_refused_by_line_s66(pages, pupil, row, reason):
    AccountFactory(profile=Profile.ELV, last_name="A", first_name="Ana", login="ana.a")
    send(pages, f"LOGIN;MDP;NOM;PRENOM\n{row}", objective="imposer")
    blocks = {code: rows for code, _title, _words, _style, rows in pages.get(PREVIEW).context["blocks"]}
    assert [found.reason.startswith(reason) for found in blocks["conflict"]] == [True]


def test_duplicate_login_in_the_file_is_refused_on_both_lines_s66(pages, pupil):
    AccountFactory(profile=Profile.ELV, last_name="A", first_name="Ana", login="ana.a")
    send(pages, "LOGIN;MDP;NOM;PRENOM\nmeme;;LE GALL;Anne\nMEME;;A;Ana", objective="imposer")
    blocks = {code: rows for code, _title, _words, _style, rows in pages.get(PREVIEW).context["blocks"]}
    assert len(blocks["conflict"]) == 2


def test_generate_new_logins_and_passwords_with_labels_s65(pages, pupil):
    Account.objects.filter(pk=pupil.pk).update(login="ancien")
    data = {"profil": "ELV", "regroupement": "tous", "personne": [pupil.pk], "login": "on", "mot_de_passe": "hasard"}
    pages.post(reverse("imports:identities_generate"), data)
    make_all(pages)
    rows = csv_lines(pages.get(reverse("imports:identities_issue_csv")).content)
    password = rows[1].rpartition(";")[2]
    pupil.refresh_from_db()
    assert (pupil.login, pupil.check_password(password)) == ("ann.legall", True)


def generate_for(pages, pupil, **more):
    data = {"profil": "ELV", "regroupement": "tous", "personne": [pupil.pk], "mot_de_passe": "hasard"}
    return pages.post(reverse("imports:identities_generate"), data | more)


def printed(pages) -> list[str]:
    rows = csv_lines(pages.get(reverse("imports:identities_issue_csv")).content)[1:]
    return [row.split(";")[4] for row in rows if row]


def test_passwords_made_outlive_a_file_given_up(pages, pupil):
    generate_for(pages, pupil)
    make_all(pages)
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    text = pages.get(PAGE).content.decode()
    assert ("Un fichier attend votre accord" in text, "les récupérer" in text) == (True, True)
    pages.post(reverse("imports:identities_abandon"))
    assert printed(pages) == ["LE GALL"]


def test_passwords_not_printed_yet_are_replaced_on_purpose_alone(pages, pupil):
    other = AccountFactory(profile=Profile.ELV, last_name="AUTRE", first_name="Ana")
    generate_for(pages, pupil)
    make_all(pages)
    response = generate_for(pages, other)
    assert (response.status_code, "cochez « Remplacer »" in response.content.decode()) == (422, True)
    assert printed(pages) == ["LE GALL"]
    assert generate_for(pages, other, remplacer="1").status_code == 302
    make_all(pages)
    assert printed(pages) == ["AUTRE"]


def test_passwords_not_printed_yet_are_not_lost_to_a_file_of_logins(pages, pupil):
    generate_for(pages, pupil)
    make_all(pages)
    send(pages, "LOGIN;MDP;NOM;PRENOM\nanne.nouveau;Tq7-verglas;LE GALL;Anne", objective="imposer")
    assert "Remplacer les identifiants qui attendent" in pages.get(PREVIEW).content.decode()
    assert apply(pages, 2).status_code == 422
    pupil.refresh_from_db()
    assert (pupil.login, printed(pages)) == ("ann.legall", ["LE GALL"])


def test_logins_of_a_file_are_not_changed_when_their_passwords_could_not_be_kept(pages, pupil, monkeypatch):
    def database_is_full(**_values):
        raise OSError

    send(pages, "LOGIN;MDP;NOM;PRENOM\nanne.nouveau;Tq7-verglas;LE GALL;Anne", objective="imposer")
    monkeypatch.setattr(issue, "write_note", database_is_full)
    with pytest.raises(OSError):
        apply(pages, 2)
    pupil.refresh_from_db()
    assert pupil.login == "ann.legall"


def test_passwords_are_deleted_once_on_paper(pages, pupil):
    generate_for(pages, pupil)
    make_all(pages)
    pages.get(reverse("imports:identities_labels"))
    pages.post(reverse("imports:identities_forget"))
    assert pages.get(reverse("imports:identities_issue")).status_code == 302
    assert generate_for(pages, pupil).status_code == 302


def test_passwords_never_downloaded_are_deleted_only_when_somebody_says_so(pages, pupil):
    generate_for(pages, pupil)
    make_all(pages)
    asked = pages.post(reverse("imports:identities_forget"))
    assert asked.status_code == 422
    assert "n'ont jamais été récupérés" in text_of(asked)
    assert pages.get(reverse("imports:identities_issue")).status_code == 200
    pages.post(reverse("imports:identities_forget"), {"sans_etiquettes": "1"})
    assert pages.get(reverse("imports:identities_issue")).status_code == 302


def test_labels_of_new_passwords_download_by_themselves_once_made(pages, pupil):
    generate_for(pages, pupil)
    fragment = pages.post(reverse("imports:identities_issue"), headers={"HX-Request": "true"})
    assert html.fromstring(fragment.content).xpath("//a[@data-starts]/@href") == [reverse("imports:identities_labels")]
    assert html.fromstring(pages.get(reverse("imports:identities_issue")).content).xpath("//a[@data-starts]") == []


def a_day_later() -> None:
    """What was kept, kept a day before; the operator's purge comes by."""
    SealedNote.objects.update(kept_at=now() - datetime.timedelta(hours=24))
    call_command("purge", verbosity=0)
    assert SealedNote.objects.count() == 0


def test_passwords_left_alone_for_a_day_are_purged(pages, pupil):
    generate_for(pages, pupil)
    make_all(pages)
    a_day_later()
    assert pages.get(reverse("imports:identities_issue")).status_code == 302


def test_generate_keeps_what_is_not_asked_for(pages, pupil):
    data = {"profil": "ELV", "regroupement": "tous", "personne": [pupil.pk], "login": "on", "mot_de_passe": "garder"}
    pages.post(reverse("imports:identities_generate"), data)
    rows = csv_lines(pages.get(reverse("imports:identities_issue_csv")).content)
    assert rows[1].rpartition(";")[2] == "inchangé"


def test_generate_birth_date_as_password(pages, pupil):
    Account.objects.filter(pk=pupil.pk).update(birth_date="2012-01-25")
    data = {"profil": "ELV", "regroupement": "tous", "personne": [pupil.pk], "mot_de_passe": "naissance"}
    pages.post(reverse("imports:identities_generate"), data)
    make_all(pages)
    pupil.refresh_from_db()
    assert pupil.check_password("25012012")


def test_generate_two_people_who_swap_logins(pages, pupil):
    other = AccountFactory(profile=Profile.ELV, last_name="LE GALL", first_name="Anne", login="ann.legall1")
    Account.objects.filter(pk=pupil.pk).update(login="x")
    Account.objects.filter(pk=other.pk).update(login="ann.legall")
    Account.objects.filter(pk=pupil.pk).update(login="ann.legall1")
    people = [pupil.pk, other.pk]
    data = {"profil": "ELV", "regroupement": "tous", "personne": people, "login": "on", "mot_de_passe": "garder"}
    pages.post(reverse("imports:identities_generate"), data)
    logins = Account.objects.filter(pk__in=people).order_by("pk").values_list("login", flat=True)
    assert list(logins) == ["ann.legall", "ann.legall1"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"personne": []}, "Cochez au moins une personne."),
        ({"personne": [999999]}, "plus dans cette liste"),
        ({"mot_de_passe": "garder"}, "Rien n&#x27;est demandé"),
    ],
)
def test_generate_incomplete_is_refused_in_words(pages, pupil, changed, words):
    data = {"profil": "ELV", "regroupement": "tous", "personne": [pupil.pk], "mot_de_passe": "hasard"} | changed
    response = pages.post(reverse("imports:identities_generate"), data)
    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_people_are_those_of_the_class_chosen(pages, pupil):
    elsewhere = AccountFactory(profile=Profile.ELV, last_name="AUTRE", school_class=SchoolClassFactory(name="6B"))
    query = {"objectif": "generer", "profil": "ELV", "regroupement": f"classe:{pupil.school_class_id}"}
    text = pages.get(PAGE, query, headers={"HX-Request": "true", "HX-Target": "personnes"}).content.decode()
    assert (pupil.full_name in text, elsewhere.full_name in text) == (True, False)


def test_preview_reads_the_school_in_the_same_number_of_queries(pages, pupil, django_assert_num_queries):
    for rank in range(20):
        AccountFactory(profile=Profile.ELV, last_name=f"N{rank}", first_name="Zoé", login=f"zoe{rank}")
    send(pages, ESUP + "\r\n".join(f"id{rank};x;N{rank};Zoé" for rank in range(20)))
    pages.get(PREVIEW)
    with django_assert_num_queries(3):
        pages.get(PREVIEW)


def test_file_left_alone_for_a_day_is_purged(pages, pupil):
    send(pages, f"{ESUP}abc1;x;Le Gall;anne")
    a_day_later()
    assert pages.get(PREVIEW).status_code == 302


def test_passwords_given_up_while_some_are_made_are_not_written_again(admin, pupil):
    issue.start(owner=admin, given=[issue.Given(pupil.pk, is_new_login=False, password="un-mot-7")])
    before, given_up = pupil.password, []

    def gives_up_meanwhile(execute, sql, params, many, context):
        if not given_up:
            given_up.append(True)
            issue.forget(admin)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(gives_up_meanwhile):
        issue.make_slice(owner=admin)

    pupil.refresh_from_db()
    assert pupil.password == before
    assert issue.progress(admin) is None


def test_making_passwords_that_nobody_asked_for_leaves_nothing_waiting(admin):
    issue.make_slice(owner=admin)
    assert issue.progress(admin) is None
