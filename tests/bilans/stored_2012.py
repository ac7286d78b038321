"""The class of 2012 in the tables of the open school: what a school that brought its data has."""

from accounts.models import Account
from bilans.computing.inputs import Item as Wanted
from evaluations.models import Evaluation, Mark
from referentiels.models import Domaine, Item, ItemLink, Referentiel, SocleEntry, Theme
from sacoche.kit.tenancy import current_school
from schools.models import Niveau, SchoolNiveau
from schools.years import first_year
from socle.models import PupilLanguage
from tests.bilans import class_2012
from tests.factories import AccountFactory, EvaluationFactory, MatiereFactory

# The codes of 2012, as they are stored today.
CODES = {"RR": "1", "R": "2", "V": "3", "VV": "4", "ABS": "AB", "DISP": "DI", "NN": "NN"}


def store() -> None:
    """Pupils, référentiels, links with the socle and results of the class."""
    school = current_school()
    pupils = {pupil.key: _pupil(pupil) for pupil in class_2012.pupils()}
    items = {item.key: row for item, row in _items()}
    results = [(pupil, item, result) for (pupil, item), series in class_2012.marks().items() for result in series]
    evaluations: dict[tuple[int, object], Evaluation] = {}
    for _pupil_key, _item, result in results:
        key = result.evaluation, result.given_on
        if key not in evaluations:
            evaluations[key] = EvaluationFactory(given_on=result.given_on, visible_on=result.visible_on)
    Mark.objects.bulk_create(
        Mark(
            school=school,
            pupil=pupils[pupil],
            item=items[item],
            evaluation=evaluations[result.evaluation, result.given_on],
            given_on=result.given_on,
            visible_on=result.visible_on,
            year=first_year(result.given_on, switch_month=school.year_switch_month),
            code=CODES[result.code],
        )
        for pupil, item, result in results
    )


def _pupil(pupil) -> Account:
    last_name, _space, first_name = pupil.name.partition(" ")
    account = AccountFactory(last_name=last_name, first_name=first_name)
    if pupil.language:
        PupilLanguage.objects.create(school=account.school, pupil=account, language=pupil.language)
    return account


def _items() -> list[tuple[Wanted, Item]]:
    school = current_school()
    made: dict[object, object] = {}

    def once(model, wanted, **values):
        """The row of a place, made the first time that it is met."""
        if (model, wanted) not in made:
            made[model, wanted] = model.objects.create(school=school, **values)
        return made[model, wanted]

    entries = {entry.number: entry for entry in SocleEntry.objects.filter(version="2006")}
    found = []
    for wanted in class_2012.items():
        niveau, code, theme_rank, rank = _parts(wanted)
        plan = wanted.referentiel
        matiere = made.get(plan.matiere) or MatiereFactory(reference=plan.matiere.reference, label=plan.matiere.label)
        made[plan.matiere] = matiere
        referentiel = once(
            Referentiel,
            plan,
            matiere=matiere,
            niveau=Niveau.objects.get(reference=niveau),
            method=plan.method,
            limit=plan.limit,
            synthesis=plan.synthesis,
        )
        if plan.niveau.is_active:
            SchoolNiveau.objects.get_or_create(school=school, niveau=referentiel.niveau)
        above = wanted.theme.domaine
        order = ord(code) - ord("A")
        domaine = once(Domaine, above, referentiel=referentiel, code=code, name=above.name, order=order)
        theme = once(Theme, wanted.theme, domaine=domaine, name=wanted.theme.name, order=theme_rank)
        item = Item.objects.create(
            school=school, theme=theme, name=wanted.name, order=rank, coefficient=wanted.coefficient
        )
        for link in wanted.links:
            ItemLink.objects.create(school=school, item=item, entry=entries[link.entry])
        found.append((wanted, item))
    return found


def _parts(item: Wanted) -> tuple[str, str, int, int]:
    """« CM2.A110 »: the niveau, the code of the domaine, the rank of the thème, that of the item."""
    niveau, _dot, place = item.reference.partition(".")
    return niveau, place[0], int(place[1]), int(place[2:])
