"""Who and what may be decided on: one thing that may not be refuses the whole save."""

from collections.abc import Iterable, Sequence

from accounts.models import Account
from accounts.queries import ONLY_PP
from grids.subject import Subject
from sacoche.kit.access import restrictions_on
from sacoche.kit.text import count

_NOTHING = "Rien n'a été enregistré."


class RefusedSave(Exception):
    """The whole save is refused and nothing is written.

    `sentence` is to be shown; `pupil_ids` and `thing_ids` say on whose account, when the rest could be saved.
    """

    def __init__(self, sentence: str, *, pupil_ids: Iterable[int] = (), thing_ids: Iterable[int] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.pupil_ids = sorted(pupil_ids)
        self.thing_ids = sorted(thing_ids)


class UnknownPupil(RefusedSave):
    """A pupil that this school does not have."""


class OutsideClasses(RefusedSave):
    """A pupil who is in no class and in no group of the author's."""


def lock_pupils(pupil_ids: Iterable[int]) -> dict[int, Account]:
    """Lock these pupils, in order, until the end of the transaction: one writer at a time decides on a pupil.

    Rows that do not exist yet cannot be locked; without this two first decisions on a cell would collide.
    """
    pupils = Account.objects.pupils().filter(pk__in=pupil_ids).order_by("pk").select_for_update(no_key=True)
    return {pupil.pk: pupil for pupil in pupils}


def lock_pupils_open_to(actor: Account, subject: Subject, pupil_ids: set[int]) -> dict[int, Account]:
    """Lock these pupils. Raises RefusedSave when one is unknown, has left, or may not be decided on by `actor`."""
    pupils = lock_pupils(pupil_ids)
    if len(pupils) < len(pupil_ids):
        raise UnknownPupil("Élève inconnu : rien n'a été enregistré.", pupil_ids=pupil_ids - pupils.keys())
    open_ids = subject.open_pupils(actor, pupils.values())
    _refuse_gone([pupil for pupil in pupils.values() if not pupil.is_active], open_ids)
    _refuse_strangers(pupils.keys() - open_ids, subject, is_reserved=ONLY_PP in restrictions_on(actor, subject.right))
    return pupils


def _refuse_gone(gone: Sequence[Account], open_ids: set[int]) -> None:
    """Those who were the author's own are named; of others, an invented request would make a list of the school."""
    if not gone:
        return
    own = [pupil for pupil in gone if pupil.pk in open_ids]
    names = f" : {_names(own)}" if own else ""
    sentence = f"Ne fait plus partie de l'école{names}. Rien n'a été enregistré."
    raise RefusedSave(sentence, pupil_ids=[pupil.pk for pupil in gone])


def _refuse_strangers(strangers: set[int], subject: Subject, *, is_reserved: bool) -> None:
    """Nobody is named: the page, which has the names of those it shows, says which cells they are."""
    if not strangers:
        return
    if subject.words.outside[0]:
        raise OutsideClasses(f"{count(len(strangers), *subject.words.outside)}. {_NOTHING}", pupil_ids=strangers)
    places = "une classe dont vous êtes professeur principal" if is_reserved else "vos classes ni dans vos groupes"
    who = "Un élève n'est pas" if len(strangers) == 1 else f"{len(strangers)} élèves ne sont pas"
    raise OutsideClasses(f"{who} dans {places}. Rien n'a été enregistré.", pupil_ids=strangers)


def _names(pupils: Sequence[Account]) -> str:
    shown = ", ".join(sorted(pupil.full_name for pupil in pupils)[:5])
    return f"{shown}…" if len(pupils) > 5 else shown


def check_things(subject: Subject, ids: set[int]) -> None:
    """Raises RefusedSave when one of these things is unknown, or is not one that the school works with now."""
    if subject.things._default_manager.filter(pk__in=ids).count() < len(ids):
        raise RefusedSave(subject.words.unknown)
    if closed := subject.closed(ids):
        raise RefusedSave(subject.words.closed, thing_ids=closed)
