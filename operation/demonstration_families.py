"""What a pupil of the demonstration school and his mother may try: results, comments, documents, requests."""

import datetime

from accounts.enums import Profile
from accounts.guardians.services import add_guardian
from accounts.models import Account
from accounts.people.services import open_account
from entrance.activation import activate_account
from evaluations.models import Evaluation, ResultQuestion
from evaluations.queries.requests import item_to_request
from evaluations.services.beside import Said, WantedDocument, save_comments, set_document
from evaluations.services.requests import ask
from sacoche.kit.clock import today
from schools.models import Matiere

PUPIL, GUARDIAN = "eleve", ("parent", "PETIT", "Nadia")
_ASKED = 3
_COMMENTS = (
    "Les fractions simples sont acquises. Sur la droite graduée, compte les intervalles avant de placer.",
    "Beau progrès : tu vérifies tes résultats.",
)


def show_to_families(*, teacher: Account, pupils: list[Account], password: str) -> None:
    """Give the first pupil and his mother, who has two children here, accounts whose password is known; fill what they
    read. `pupils` are those of the teacher's class, in the order of names.
    """
    first, second = pupils[:2]
    first.login = PUPIL
    first.set_password(password)
    first.save(update_fields=["login", "password"])
    activate_account(account=first)
    _open_guardian(teacher, [first, second], password)
    filled, _begun, to_fill = Evaluation.objects.filter(owner=teacher).order_by("given_on", "pk")
    said = [Said(pupil.pk, "", text) for pupil, text in zip([first, second], _COMMENTS, strict=True)]
    save_comments(actor=teacher, pk=filled.pk, said=[*said, Said(0, "", "Relisez la consigne jusqu'au bout.")])
    link = WantedDocument(kind="sujet", link="https://exemple.fr/fractions-bilan-1")
    set_document(actor=teacher, pk=filled.pk, wanted=link)
    Evaluation.objects.filter(pk=to_fill.pk).update(self_until=today() + datetime.timedelta(days=7))
    items = list(to_fill.lines.values_list("item_id", flat=True))
    _ask_again(pupils, items)
    ResultQuestion.objects.create(
        evaluation=filled, pupil=second, item_id=items[0], asked_on=today(), text="Pourquoi ce code ?"
    )


def _open_guardian(teacher: Account, children: list[Account], password: str) -> None:
    login, last_name, first_name = GUARDIAN
    guardian = Account(school=teacher.school, profile=Profile.TUT, last_name=last_name, first_name=first_name)
    open_account(actor=None, account=guardian, password=password, login=login)
    activate_account(account=guardian)
    for child in children:
        add_guardian(actor=None, pupil=child, guardian=guardian)


def _ask_again(pupils: list[Account], items: list[int]) -> None:
    """Three pupils ask for an item again; the first one for another one too."""
    Matiere.objects.update(request_limit=_ASKED)
    wanted, other = item_to_request(items[1]), item_to_request(items[3])
    assert wanted
    assert other
    for pupil in pupils[:3]:
        ask(pupil=pupil, item=wanted, message="Je me suis entraîné.")
    ask(pupil=pupils[0], item=other)
