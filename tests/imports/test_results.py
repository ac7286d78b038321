"""« Élève qui change d'établissement »: his results go out in one school and come in another (P279)."""

import datetime
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account, JournalEntry
from evaluations.models import PLANNED, Evaluation, Mark, MarkChange
from evaluations.queries.sent import results_sent
from evaluations.transfer import SentItem, SentResult, Transfer, Unreadable, read, write
from evaluations.transfer.writing import signed_bytes
from imports.models import ReceivedResult
from imports.results import services
from imports.results.matching import Known, Why, found_by, match, match_codes
from imports.results.table import rows_sent
from referentiels.models import Item
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit import signing
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School
from tests.factories import AccountFactory, EvaluationFactory, MarkFactory, MatiereFactory

PAGE, GIVE, SEND = (reverse(f"imports:{name}") for name in ("transfer_results", "give_results", "send_results"))
REVIEW = reverse("imports:review_results")
OCTOBER = datetime.date(2026, 10, 2)


def html(response: Any) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def referentiel(*names: str, reference: str = "MATHS", label: str = "Mathématiques") -> list[Item]:
    """A référentiel of mathématiques, or of this matière, CM1, with items of these names."""
    matiere = MatiereFactory(reference=reference, label=label)
    themes = (Theme("Entiers", items=tuple(PlainItem(name) for name in names)),)
    tree = Tree((Domaine("A", "Nombres", themes=themes),))
    made = create(author=None, matiere=matiere, niveau=Niveau.objects.get(reference="CM1"), tree=tree)
    return list(Item.objects.filter(theme__domaine__referentiel=made).order_by("order"))


def marked(pupil: Account, item: Item, code: str, *, title: str = "Fractions", on: datetime.date = OCTOBER) -> Mark:
    evaluation = EvaluationFactory(title=title, given_on=on)
    return MarkFactory(pupil=pupil, item=item, evaluation=evaluation, code=code)


def file_of(client: Any, pupil: Account) -> bytes:
    return b"".join(client.post(GIVE, {"eleve": pupil.pk}).streaming_content)


def send(client: Any, content: bytes) -> Any:
    return client.post(SEND, {"fichier": SimpleUploadedFile("resultats.json", content)})


@pytest.fixture
def leaving(school: School) -> Account:
    """A pupil of here with three results, one planned, on two items."""
    compter, ranger = referentiel("Compter jusqu'à mille", "Ranger des nombres")
    pupil = AccountFactory(last_name="MARTIN", first_name="Zoé", sconet_id=4321)
    marked(pupil, compter, "4")
    marked(pupil, compter, "2", title="Bilan", on=datetime.date(2026, 11, 3))
    marked(pupil, ranger, "AB", title="Bilan", on=datetime.date(2026, 11, 3))
    marked(pupil, ranger, PLANNED, title="Prévu", on=datetime.date(2026, 11, 20))
    return pupil


@pytest.fixture
def there(other_school: School, client_as: Any) -> Any:
    """The head of the other school, where « Compter » is taught under that name, « Ranger » under another."""
    with school_scope(other_school):
        referentiel("Compter jusqu'à mille", "Écrire un texte")
        AccountFactory(last_name="MARTIN", first_name="Zoé")
        AccountFactory(last_name="MARTIN", first_name="Ana")
        return client_as(AccountFactory(profile="DIR"))


def test_file_holds_items_codes_values_and_dates_and_nobody_else_p279(
    admin: Account, leaving: Account, client_as: Any
) -> None:
    marked(AccountFactory(last_name="AUTRE"), Item.objects.get(name="Ranger des nombres"), "1")
    response = client_as(admin).post(GIVE, {"eleve": leaving.pk})
    assert f'filename="resultats_martin-zoe_{today():%Y-%m-%d}.json"' in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    sent = read(content)
    assert (sent.pupil, sent.sconet_id, sent.key) == ("MARTIN Zoé", 4321, signing.fingerprint(signing.public_key()))
    assert [(item.name, item.matiere) for item in sent.items] == [
        ("Compter jusqu'à mille", "Mathématiques"),
        ("Ranger des nombres", "Mathématiques"),
    ]
    assert [(each.item, each.given_on.isoformat(), each.code, each.value, each.title) for each in sent.results] == [
        (0, "2026-10-02", "VV", 100, "Fractions"),
        (0, "2026-11-03", "R", 33, "Bilan"),
        (1, "2026-11-03", "AB", None, "Bilan"),
    ]
    assert b"AUTRE" not in content
    assert JournalEntry.objects.get(code="imports.give_results")


def test_pupil_without_results_has_no_file_p279(admin: Account, client_as: Any) -> None:
    answer = client_as(admin).post(GIVE, {"eleve": AccountFactory(last_name="NEUF").pk})
    assert answer.status_code == 422
    assert "n'a aucun résultat" in html(answer)


def test_table_is_proposed_then_checked_then_written_p279(
    admin: Account, leaving: Account, there: Any, other_school: School, client_as: Any
) -> None:
    content = file_of(client_as(admin), leaving)
    page = html(there.get(send(there, content)["Location"]))
    with school_scope(other_school):
        zoe = Account.objects.get(first_name="Zoé")
        compter = Item.objects.get(name="Compter jusqu'à mille")
        assert not Mark.objects.exists()
    assert f'<option value="{zoe.pk}" selected>' in page
    assert f'<option value="{compter.pk}" selected>' in page
    assert "1 item reconnu" in page

    done = html(there.post(REVIEW, {"eleve": zoe.pk, "item-0": compter.pk}, follow=True))
    assert "2 résultats repris, 0 déjà là, 1 gardé à part." in done
    assert "Ranger des nombres" in done
    with school_scope(other_school):
        marks = Mark.objects.order_by("given_on").values_list(
            "pupil", "item", "code", "given_on", "evaluation__is_trace"
        )
        assert list(marks) == [
            (zoe.pk, compter.pk, "4", OCTOBER, True),
            (zoe.pk, compter.pk, "2", datetime.date(2026, 11, 3), True),
        ]
        assert MarkChange.objects.filter(gesture="received").count() == 2
        aside = ReceivedResult.objects.get(evaluation=None)
        assert (aside.name, aside.code, aside.given_on) == ("Ranger des nombres", "AB", datetime.date(2026, 11, 3))
        assert not Evaluation.objects.live().exists()


def test_same_file_twice_changes_nothing_p279(
    admin: Account, leaving: Account, there: Any, other_school: School, client_as: Any
) -> None:
    content = file_of(client_as(admin), leaving)

    def state() -> list[Any]:
        with school_scope(other_school):
            return [list(model.objects.order_by("pk").values_list()) for model in (Mark, MarkChange, ReceivedResult)]

    with school_scope(other_school):
        zoe, compter = Account.objects.get(first_name="Zoé"), Item.objects.get(name="Compter jusqu'à mille")
    found = []
    for _ in range(2):
        send(there, content)
        found.append((html(there.post(REVIEW, {"eleve": zoe.pk, "item-0": compter.pk}, follow=True)), state()))
    assert found[0][1] == found[1][1]
    assert "0 résultat repris, 2 déjà là, 1 gardé à part." in found[1][0]


def test_what_was_kept_aside_is_taken_when_the_file_comes_again_p279(
    admin: Account, leaving: Account, there: Any, other_school: School, client_as: Any
) -> None:
    content = file_of(client_as(admin), leaving)
    with school_scope(other_school):
        zoe = Account.objects.get(first_name="Zoé")
    send(there, content)
    there.post(REVIEW, {"eleve": zoe.pk})
    with school_scope(other_school):
        assert (Mark.objects.count(), ReceivedResult.objects.count()) == (0, 3)
        Item.objects.filter(name="Écrire un texte").update(name="Ranger des nombres")
        items = {item.name: item.pk for item in Item.objects.all()}
    send(there, content)
    told = {"eleve": zoe.pk, "item-0": items["Compter jusqu'à mille"], "item-1": items["Ranger des nombres"]}
    assert "3 résultats repris, 0 déjà là, 0 gardé à part." in html(there.post(REVIEW, told, follow=True))
    with school_scope(other_school):
        assert sorted(Mark.objects.values_list("code", flat=True)) == ["2", "4", "AB"]
        assert ReceivedResult.objects.filter(evaluation=None).count() == 0


def test_wrong_pupil_is_taken_back_and_results_of_here_stay_p279(
    admin: Account, leaving: Account, there: Any, other_school: School, client_as: Any
) -> None:
    content = file_of(client_as(admin), leaving)
    with school_scope(other_school):
        ana, compter = Account.objects.get(first_name="Ana"), Item.objects.get(name="Compter jusqu'à mille")
        marked(ana, compter, "3", title="D'ici")
    send(there, content)
    there.post(REVIEW, {"eleve": ana.pk, "item-0": compter.pk})
    address = reverse("imports:take_results_back", args=[ana.pk])
    assert "rien n'a été retiré" in html(there.post(address, follow=True))
    assert "3 résultats retirés." in html(there.post(address, {"sure": "1"}, follow=True))
    with school_scope(other_school):
        assert list(Mark.objects.values_list("evaluation__title", flat=True)) == ["D'ici"]
        assert not ReceivedResult.objects.exists()


def test_forged_choice_or_pupil_is_none_p279(
    admin: Account, leaving: Account, there: Any, other_school: School, client_as: Any
) -> None:
    send(there, file_of(client_as(admin), leaving))
    assert there.post(REVIEW, {"eleve": leaving.pk}).status_code == 422
    with school_scope(other_school):
        zoe = Account.objects.get(first_name="Zoé")
    ours = Item.objects.get(name="Compter jusqu'à mille")
    there.post(REVIEW, {"eleve": zoe.pk, "item-0": ours.pk})
    with school_scope(other_school):
        assert not Mark.objects.exists()


def test_item_that_nothing_proposes_is_found_by_its_words_and_picked_p279(
    admin: Account, leaving: Account, there: Any, other_school: School, client_as: Any
) -> None:
    with school_scope(other_school):
        (ordonner,) = referentiel("Ordonner des écritures", reference="FRANC", label="Français")
        zoe, compter = Account.objects.get(first_name="Zoé"), Item.objects.get(name="Compter jusqu'à mille")
    page = html(there.get(send(there, file_of(client_as(admin), leaving))["Location"]))
    assert f'<option value="{ordonner.pk}"' not in page

    # Looked for: nothing is written, what was chosen stays.
    told = {"eleve": zoe.pk, "item-0": compter.pk, "mots-1": "ecritures fran", "chercher": "1"}
    page = html(there.post(REVIEW, told))
    assert "1 item trouvé" in page
    assert f'<option value="{compter.pk}" selected>' in page
    assert f'<option value="{ordonner.pk}">' in page
    assert f'<option value="{zoe.pk}" selected>' in page
    with school_scope(other_school):
        assert not Mark.objects.exists()

    # Picked, and still there when another line is looked for.
    told |= {"item-1": ordonner.pk, "mots-1": "", "mots-0": "zzz", "chercher": ""}
    page = html(there.post(REVIEW, told))
    assert f'<option value="{ordonner.pk}" selected>' in page
    assert "Aucun autre item d'ici n'a ces mots" in page

    done = html(there.post(REVIEW, {"eleve": zoe.pk, "item-0": compter.pk, "item-1": ordonner.pk}, follow=True))
    assert "3 résultats repris, 0 déjà là, 0 gardé à part." in done
    with school_scope(other_school):
        assert Mark.objects.get(item=ordonner).code == "AB"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", []),
        ("  ", []),
        ("compter", [1]),
        ("COMPTER mille", [1]),
        ("mathematiques", [1, 2]),
        ("cm1 ranger", [2]),
        ("6.A12", [2]),
        ("nomb", [1, 2]),
        ("ombre", []),
        ("compter ranger", []),
    ],
)
def test_words_find_an_item_by_all_that_names_it_p279(words: str, found: list[int]) -> None:
    told = {"matiere": "Mathématiques", "matiere_reference": "MATHS", "niveau": "Cours moyen 1"}
    told |= {"niveau_reference": "CM1", "place": "Nombres › Entiers"}
    first = SentItem(reference="6.A11", name="Compter jusqu'à mille", **told)
    second = SentItem(reference="6.A12", name="Ranger", **told)
    assert [each.pk for each in found_by(words, [Known(1, first), Known(2, second)])] == found


def test_twenty_items_are_shown_and_the_others_counted_p279() -> None:
    told = {"matiere": "Français", "matiere_reference": "FRANC", "niveau": "CM1", "niveau_reference": "CM1"}
    known = [Known(pk, SentItem(reference="A", name=f"Lire {pk}", place="", **told)) for pk in range(1, 26)]
    wanted = SentItem(
        reference="B", name="Compter", place="", **(told | {"matiere": "Autre", "matiere_reference": "X"})
    )
    result = SentResult(0, OCTOBER, "VV", "", 100, "")
    (row,) = rows_sent(match([wanted], [result], known), known, {"mots-0": "lire", "item-0": "25"})
    assert ([each.pk for each in row.by_hand], row.more, row.chosen) == ([25, *range(1, 21)], 5, 25)


def test_file_given_up_is_forgotten_p279(admin: Account, leaving: Account, there: Any, client_as: Any) -> None:
    send(there, file_of(client_as(admin), leaving))
    there.post(reverse("imports:give_results_up"))
    assert there.get(REVIEW)["Location"] == PAGE


@pytest.mark.parametrize("profile", ["teacher", "pupil"])
def test_others_have_neither_page_nor_file_p279(profile: str, request: Any, leaving: Account, client_as: Any) -> None:
    client = client_as(request.getfixturevalue(profile))
    assert [client.get(PAGE).status_code, client.post(GIVE, {"eleve": leaving.pk}).status_code] == [403, 403]


# --- The file ---------------------------------------------------------------------------------------------------------


def sent_file(leaving: Account) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(write(results_sent(leaving, leaving.school)))
    return whole


def signed_again(whole: dict[str, Any]) -> bytes:
    """A file forged by somebody who has a key of his own: only what it says can refuse it."""
    import base64

    whole["signature"]["valeur"] = base64.b64encode(signing.sign(signed_bytes(whole["contenu"]))).decode()
    return json.dumps(whole).encode()


def test_any_value_changed_on_the_way_is_known_p279(leaving: Account) -> None:
    whole = sent_file(leaving)
    whole["contenu"]["resultats"][1]["valeur"] = 100
    with pytest.raises(Unreadable, match="a été modifié"):
        read(json.dumps(whole).encode())


def test_spaces_and_order_of_the_file_do_not_count_p279(leaving: Account) -> None:
    whole = sent_file(leaving)
    turned = dict(reversed(whole.items())) | {"contenu": dict(reversed(whole["contenu"].items()))}
    assert read(json.dumps(turned, indent=4).encode()) == read(json.dumps(whole).encode())


BAD: dict[str, tuple[Any, str]] = {
    "empty": (b"", "vide"),
    "image": (b"\x89PNG\r\n", "est une image PNG : choisissez le fichier reçu."),
    "list": (b"[]", "n'est pas celui"),
    "deep": (b"[" * 100_000, "n'est pas celui"),
    "other": (b'{"format": "autre"}', "n'est pas celui"),
    "newer": (b'{"format": "sacoche-resultats-eleve", "version": 2}', "plus récente"),
    "unsigned": (b'{"format": "sacoche-resultats-eleve", "version": 1, "contenu": {}}', "modifié"),
    "big": (b" " * 5 * 1024 * 1024 + b"{}", "5 Mo"),
}


@pytest.mark.parametrize("kind", BAD)
def test_file_of_another_kind_is_refused_in_words_p279(kind: str, admin: Account, client_as: Any) -> None:
    content, words = BAD[kind]
    answer = send(client_as(admin), content)
    assert answer.status_code == 422
    assert words in html(answer)


@pytest.mark.parametrize(
    "change",
    [
        {"resultats": [{"item": 99}]},
        {"resultats": "beaucoup"},
        {"items": None},
        {"eleve": {"nom": 3}},
        {"fait_le": "hier"},
        {"etablissement": {}},
    ],
    ids=str,
)
def test_signed_file_that_says_nonsense_is_refused_in_words_p279(change: dict[str, Any], leaving: Account) -> None:
    whole = sent_file(leaving)
    whole["contenu"] |= change
    with pytest.raises(Unreadable, match="Il manque quelque chose"):
        read(signed_again(whole))


@pytest.mark.parametrize("name", ["item", "date", "code", "valeur", "evaluation"])
@pytest.mark.parametrize("value", [-1, 10**9, True, None, "", [], "x" * 10_000])
def test_any_value_of_a_result_is_read_or_refused_in_words_p279(name: str, value: Any, leaving: Account) -> None:
    whole = sent_file(leaving)
    whole["contenu"]["resultats"][0][name] = value
    assert _outcome(signed_again(whole)) in ("3", "Il manque quelque chose")


def _outcome(content: bytes) -> str:
    try:
        return str(len(read(content).results))
    except Unreadable as refusal:
        return str(refusal).partition(" à ce fichier")[0]


# --- Matching ---------------------------------------------------------------------------------------------------------


def item(name: str, *, matiere: str = "MATHS", niveau: str = "6", reference: str = "6.A1") -> SentItem:
    return SentItem(matiere, matiere, niveau, niveau, reference, name, "Nombres › Entiers")


def why(sent: SentItem, *known: SentItem) -> list[tuple[int, Why]]:
    (line,) = match([sent], [_result()], [Known(rank, each) for rank, each in enumerate(known, start=1)])
    return [(each.known.pk, each.why) for each in line.proposals]


def _result(code: str = "VV", value: int | None = 100, rank: int = 0) -> SentResult:
    return SentResult(rank, OCTOBER, code, "", value, "Fractions")


def test_proposals_say_why_and_the_best_comes_first_p279() -> None:
    assert why(
        item("Additionner deux fractions"),
        item("Additionner deux décimaux", reference="6.B1"),
        item("Conjuguer", reference="6.A1"),
        item("additionner deux FRACTIONS.", niveau="5"),
        item("Additionner deux fractions"),
        item("Additionner deux fractions", matiere="FR"),
    ) == [(4, Why.SAME), (3, Why.OTHER_NIVEAU), (2, Why.REFERENCE), (1, Why.LIKE)]


def test_two_items_of_the_same_name_are_left_to_people_p279() -> None:
    known = [Known(rank, item("Compter", reference=f"6.A{rank}")) for rank in (1, 2)]
    assert match([item("Compter")], [_result()], known)[0].chosen is None
    assert match([item("Compter")], [_result()], known[:1])[0].chosen == 1


def test_item_whose_reference_alone_is_the_same_is_never_ticked_p279() -> None:
    known = [Known(1, item("Conjuguer"))]
    assert match([item("Compter")], [_result()], known)[0].chosen is None


def test_codes_go_to_the_nearest_value_of_the_school_p279() -> None:
    from evaluations.scale.codes import DEFAULT_CODES

    results = [_result(*told) for told in (("A", 95), ("B", 40), ("F", 0), ("AB", None), ("PA", None), ("Z", None))]
    kept = {code: each.kept for (code, _value), each in match_codes(results, DEFAULT_CODES).items()}
    assert kept == {"A": "4", "B": "2", "F": "1", "AB": "AB", "PA": "", "Z": ""}


def test_two_results_of_one_item_on_one_day_are_both_kept_p279(admin: Account, school: School) -> None:
    (compter,) = referentiel("Compter")
    zoe = AccountFactory(last_name="MARTIN", first_name="Zoé")
    sent = Transfer("École d'avant", "", OCTOBER, "MARTIN", "Zoé", 0, [item("Compter")], [_result(), _result()])
    taken = services.take(sent, pupil=zoe, chosen={0: compter.pk}, actor=admin, school=school)
    assert (taken.written, Mark.objects.filter(pupil=zoe).count()) == (2, 2)
    again = services.take(sent, pupil=zoe, chosen={0: compter.pk}, actor=admin, school=school)
    assert (again.written, again.known) == (0, 2)
