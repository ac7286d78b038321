"""« Associer des ressources »: a link, a page of titles, links and files, read by families, taken up elsewhere."""

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.enums import Profile
from accounts.models import Account
from referentiels.exchange.own import write_own
from referentiels.exchange.reading import read_file
from referentiels.file_kinds import kind_of_content
from referentiels.models import Change, Item, Referentiel, ResourceFile
from referentiels.queries.whole import tree_of
from referentiels.resources import lines_of
from referentiels.services.files import forget_orphans
from referentiels.services.making import create
from referentiels.services.undoing import undo
from referentiels.socle import entries_by_link, knower
from referentiels.tree import Domaine, Resource, Tree
from referentiels.tree import Item as PlainItem
from referentiels.tree import Theme as PlainTheme
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau, School
from tests.factories import AccountFactory, MatiereFactory, MatiereTeachingFactory, SchoolClassFactory
from tests.referentiels.shown import plain

ClientAs = Callable[[Account], Client]
PDF = b"%PDF-1.7\n" + b"x" * 2 * 1024**2
PAGE = (
    Resource("Comprendre"),
    Resource("Fractions en images", "https://exemple.fr/images"),
    Resource("Parts égales", "https://exemple.fr/parts"),
    Resource("S'entraîner"),
    Resource("Jeu de la droite", "https://exemple.fr/droite"),
)


@pytest.fixture
def maths_cm1(teacher: Account, maths: Matiere, cm1: Niveau) -> Referentiel:
    """Its teacher coordinates nothing."""
    MatiereTeachingFactory(teacher=teacher, matiere=maths, is_coordonnateur=False)
    theme = PlainTheme("Nombres", items=(PlainItem("Nommer une fraction"), PlainItem("Lire un décimal")))
    return create(author=None, matiere=maths, niveau=cm1, tree=Tree((Domaine("A", "Nombres", themes=(theme,)),)))


@pytest.fixture
def fraction(maths_cm1: Referentiel) -> Item:
    found: Item = Item.objects.get(name="Nommer une fraction")
    return found


def address_of(item: Item) -> str:
    return reverse("referentiels:attach", args=[item.theme.domaine.referentiel_id, item.pk])


def body(lines: tuple[Resource, ...] = PAGE, act: str = "save", **more: Any) -> dict[str, Any]:
    kinds = ["file" if line.file else "link" if line.address else "title" for line in lines]
    return {
        "link": "",
        "act": act,
        "line-kind": kinds,
        "line-label": [line.label for line in lines],
        "line-address": [line.address for line in lines],
        "line-file": [line.file for line in lines],
    } | more


def lines(item: Item) -> tuple[Resource, ...]:
    item.refresh_from_db()
    return tuple(lines_of(item.resources))


def typed(answer: Any) -> list[str]:
    return [line.label for line in answer.context["lines"]]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_teacher_of_the_matiere_writes_a_page_that_a_pupil_reads_p1_p21(
    client_as: ClientAs, teacher: Account, fraction: Item, school: School, cm1: Niveau
) -> None:
    client = client_as(teacher)
    assert (
        "Nommer une fraction"
        in client.get(reverse("referentiels:resource_items", args=[fraction.theme.domaine.referentiel_id])).text
    )
    done = client.post(address_of(fraction), body(link="https://exemple.fr/cours"), follow=True)
    assert "1 item a des ressources" in plain(done)
    assert lines(fraction) == PAGE

    pupil = AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory(niveau="CM1", name="CM1"))
    tree = client_as(pupil).get(reverse("referentiels:tree", args=[fraction.theme.domaine.referentiel_id])).text
    read_at = reverse("referentiels:resources", args=[fraction.theme.domaine.referentiel_id, fraction.pk])
    assert read_at in tree
    page = plain(client_as(pupil).get(read_at))
    assert [page.index(line.label) for line in PAGE] == sorted(page.index(line.label) for line in PAGE)
    assert 'href="https://exemple.fr/parts"' in page
    assert client_as(pupil).get(address_of(fraction)).status_code == 403


def test_teacher_who_coordinates_nothing_opens_resources_alone_p1(
    client_as: ClientAs, teacher: Account, maths_cm1: Referentiel
) -> None:
    client = client_as(teacher)
    assert client.get(reverse("referentiels:choose_resources")).status_code == 200
    for name in ("manage", "choose_content", "synthesis"):
        refused = client.get(reverse(f"referentiels:{name}"))
        assert (refused.status_code, "réserve cette page aux coordonnateurs" in plain(refused)) == (403, True)
    assert [
        entry
        for entry in ("Créer / paramétrer", "Associer des ressources")
        if entry in plain(client.get(reverse("home")))
    ] == ["Associer des ressources"]


def test_resources_of_another_matiere_are_not_opened_p2(
    client_as: ClientAs, teacher: Account, maths_cm1: Referentiel, cm1: Niveau
) -> None:
    french = create(author=None, matiere=MatiereFactory(reference="FRANC"), niveau=cm1)
    client = client_as(teacher)
    assert "FRANC" not in client.get(reverse("referentiels:choose_resources")).text
    assert client.get(reverse("referentiels:resource_items", args=[french.pk])).status_code == 404


def test_lines_are_ordered_added_and_removed_before_anything_is_written(
    client_as: ClientAs, teacher: Account, fraction: Item
) -> None:
    client, two = client_as(teacher), (Resource("Un"), Resource("Deux", "https://exemple.fr/2"))
    for act, expected in (
        ("up-1", ["Deux", "Un"]),
        ("down-0", ["Deux", "Un"]),
        ("down-1", ["Un", "Deux"]),
        ("up-0", ["Un", "Deux"]),
        ("remove-0", ["Deux"]),
        ("remove-7", ["Un", "Deux"]),
        ("add-title", ["Un", "Deux", ""]),
        ("add-drawing", ["Un", "Deux"]),
        ("up-x", ["Un", "Deux"]),
    ):
        answer = client.post(address_of(fraction), body(two, act, link="https://exemple.fr/gardé"))
        assert (answer.status_code, typed(answer)) == (200, expected), act
        assert "https://exemple.fr/gardé" in plain(answer)
    assert lines(fraction) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Resource("", "https://exemple.fr/"), "Donnez un intitulé."),
        (Resource("x" * 129), "L'intitulé compte 129 caractères ; 128 au plus."),
        (Resource("Piège", "javascript:alert(1)"), "n'est pas une adresse http:// ou https://"),
        (Resource("Long", "https://exemple.fr/" + "x" * 250), "269 caractères ; 255 au plus"),
        (Resource("Perdu", file="0000"), "Ce fichier n'est plus gardé"),
    ],
)
def test_wrong_line_is_told_and_nothing_is_written_p21(
    client_as: ClientAs, teacher: Account, fraction: Item, line: Resource, said: str
) -> None:
    answer = client_as(teacher).post(address_of(fraction), body((PAGE[0], line)))
    assert answer.status_code == 422
    assert said in plain(answer)
    assert typed(answer) == ["Comprendre", line.label]
    assert lines(fraction) == ()


def test_page_is_found_by_a_word_and_taken_up_p21(
    client_as: ClientAs, teacher: Account, fraction: Item, maths_cm1: Referentiel
) -> None:
    client, other = client_as(teacher), Item.objects.get(name="Lire un décimal")
    client.post(address_of(fraction), body())
    assert not client.post(address_of(other), body((), "search", mots="géométrie")).context["found"]
    found = client.post(address_of(other), body((Resource("Le mien"),), "search", mots="fraction")).context["found"]
    assert [page.item for page in found] == [fraction]

    taken = client.post(address_of(other), body((Resource("Le mien"),), f"take-{fraction.pk}"))
    assert typed(taken) == ["Le mien", *(line.label for line in PAGE)]
    assert lines(other) == ()
    client.post(address_of(other), body((Resource("Le mien"), *PAGE)))
    assert lines(other) == (Resource("Le mien"), *PAGE)


def test_page_that_a_colleague_changed_meanwhile_is_shown_beside(
    client_as: ClientAs, teacher: Account, fraction: Item
) -> None:
    client = client_as(teacher)
    seen = client.get(address_of(fraction)).context["seen"]
    client.post(address_of(fraction), body((Resource("Du collègue"),), seen=seen))
    mine = client.post(address_of(fraction), body((Resource("Le mien"),), seen=seen))
    assert (mine.status_code, typed(mine)) == (422, ["Le mien"])
    assert "Il y a « Du collègue » ; vous écrivez « Le mien »." in plain(mine)
    assert lines(fraction) == (Resource("Du collègue"),)
    client.post(address_of(fraction), body((Resource("Le mien"),), seen=mine.context["seen"]))
    assert lines(fraction) == (Resource("Le mien"),)


def test_change_of_resources_is_told_and_undone(client_as: ClientAs, teacher: Account, fraction: Item) -> None:
    client_as(teacher).post(address_of(fraction), body())
    referentiel = fraction.theme.domaine.referentiel
    [change] = Change.objects.filter(referentiel=referentiel)
    assert change.author == teacher
    undo(author=teacher, referentiel=referentiel, gesture_id=change.gesture)
    assert lines(fraction) == ()


def test_resources_go_out_and_come_back_in_our_format_without_the_files_p24(fraction: Item) -> None:
    Item.objects.filter(pk=fraction.pk).update(
        resources=[
            {"label": "Titre & « guillemets »"},
            {"label": "Lien", "address": "https://exemple.fr/?a=1&b=2"},
            {"label": "Fiche.pdf", "file": "00000000-0000-0000-0000-000000000000"},
        ]
    )
    tree = tree_of(fraction.theme.domaine.referentiel)
    assert [line.label for item in tree.items for line in item.resources] == ["Titre & « guillemets »", "Lien"]
    written = write_own(tree, {})
    read = read_file(written, knower(entries_by_link()))
    assert (read.tree, read.faults) == (tree, ())
    assert write_own(read.tree, {}) == written


# --- Files ------------------------------------------------------------------------------------------------------------


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        if first:
            made.writestr(*first)
        for name in names:
            made.writestr(name, b"x")
    return stream.getvalue()


def deposit(client: Client, item: Item, name: str, content: bytes) -> Any:
    return client.post(address_of(item), body((), "deposit", fichier=SimpleUploadedFile(name, content)))


def test_pdf_of_two_megabytes_is_kept_and_saved_by_a_pupil_p22(
    client_as: ClientAs, teacher: Account, fraction: Item, data_dir: Path, other_school: School
) -> None:
    client = client_as(teacher)
    shown = deposit(client, fraction, "Fiche n° 1 (élève).pdf", PDF)
    assert typed(shown) == ["Fiche n° 1 (élève).pdf"]
    [line] = shown.context["lines"]
    client.post(address_of(fraction), body((Resource(line.label, file=line.file),)))
    [path] = [each for each in (data_dir / "ressources").rglob("*") if each.is_file()]
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PDF, 0o600)

    address = reverse("referentiels:resource_file", args=[line.file])
    pupil = AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory(niveau="CM1", name="CM1"))
    given = client_as(pupil).get(address)
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Type"] == "application/pdf"
    with school_scope(other_school):
        stranger = AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory(niveau="CM1", name="CM1"))
        browser = client_as(stranger)
    assert browser.get(address).status_code == 404
    too_young = AccountFactory(profile=Profile.ELV, school_class=SchoolClassFactory(niveau="CP", name="CP"))
    assert client_as(too_young).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("outil.pdf", b"MZ\x90\x00" + b"\x00" * 60),
        ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("page.pdf", "\ufeff  <html></html>".encode()),
        ("dessin.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("macros.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("archive.odt", archive("programme.exe")),
        ("vide.txt", b"  "),
    ],
)
def test_file_that_is_not_for_pupils_is_refused_by_its_content_p22(
    client_as: ClientAs, teacher: Account, fraction: Item, data_dir: Path, name: str, content: bytes
) -> None:
    answer = deposit(client_as(teacher), fraction, name, content)
    assert (answer.status_code, "n'est pas d'un genre que l'on donne" in plain(answer)) == (422, True)
    assert not ResourceFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive(first=("mimetype", b"application/vnd.oasis.opendocument.text")), "odt"),
        (b"\x00\x00\x00\x20ftypisom", "mp4"),
        ("Élève ; note".encode("cp1252"), "txt"),
    ],
)
def test_usual_documents_are_known_by_their_content(content: bytes, extension: str) -> None:
    kind = kind_of_content(content)
    assert kind is not None
    assert kind.extensions[0] == extension


def test_file_over_the_limit_of_the_operator_is_not_kept_p22(
    client_as: ClientAs, teacher: Account, fraction: Item, settings: Settings
) -> None:
    settings.RESOURCE_BYTES = 1024**2
    client = client_as(teacher)
    assert f'data-max-bytes="{1024**2}"' in client.get(address_of(fraction)).text
    answer = deposit(client, fraction, "Fiche.pdf", PDF)
    assert (answer.status_code, "dépasse 1 Mo" in plain(answer)) == (422, True)
    assert not ResourceFile.objects.exists()


def test_name_of_a_file_says_what_it_is_and_leads_nowhere(
    client_as: ClientAs, teacher: Account, fraction: Item
) -> None:
    client = client_as(teacher)
    assert typed(deposit(client, fraction, 'a"b\\..\\fiche.exe', b"%PDF-1.7")) == ["fiche.exe.pdf"]
    assert typed(deposit(client, fraction, "x" * 150 + ".pdf", b"%PDF-1.7")) == ["x" * 96 + ".pdf"]


def test_file_is_forgotten_once_nothing_can_bring_it_back(
    client_as: ClientAs, teacher: Account, fraction: Item, data_dir: Path
) -> None:
    client = client_as(teacher)
    [line] = deposit(client, fraction, "Fiche.pdf", PDF).context["lines"]
    deposit(client, fraction, "Jamais enregistrée.pdf", PDF)
    client.post(address_of(fraction), body((Resource("Fiche", file=line.file),)))
    assert forget_orphans() == 0
    ResourceFile.objects.update(kept_at=now() - datetime.timedelta(days=31))
    assert forget_orphans() == 1
    client.post(address_of(fraction), body(()))
    assert forget_orphans() == 0
    Change.objects.update(made_at=now() - datetime.timedelta(days=31))
    assert forget_orphans() == 1
    assert [each for each in (data_dir / "ressources").rglob("*") if each.is_file()] == []


def test_storage_that_fails_is_told_and_nothing_is_lost(
    client_as: ClientAs, teacher: Account, fraction: Item, data_dir: Path
) -> None:
    client = client_as(teacher)
    [line] = deposit(client, fraction, "Fiche.pdf", b"%PDF-1.7").context["lines"]
    client.post(address_of(fraction), body((Resource("Fiche", file=line.file),)))
    (data_dir / "ressources").rename(data_dir / "ailleurs")
    # A file where the folder was: nothing can be read or written there.
    (data_dir / "ressources").write_bytes(b"")
    refused = deposit(client, fraction, "Autre.pdf", b"%PDF-1.7")
    assert (refused.status_code, "rien n'est perdu" in plain(refused)) == (422, True)
    assert ResourceFile.objects.count() == 1
    told = client.get(reverse("referentiels:resource_file", args=[line.file]), follow=True)
    assert (told.status_code, "rien n'est perdu" in plain(told)) == (200, True)
    (data_dir / "ressources").unlink()
    (data_dir / "ailleurs").rename(data_dir / "ressources")
    given = client.get(reverse("referentiels:resource_file", args=[line.file]))
    assert b"".join(given.streaming_content) == b"%PDF-1.7"
