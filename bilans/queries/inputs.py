"""Pupils, items at their place, and results, as `bilans.computing` takes them. The open school alone is read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from django.db.models import DateField, F, Q, Value

from accounts.models import Account, AccountQuerySet
from bilans.computing.inputs import Domaine, Item, Marks, Matiere, Niveau, Pupil, Referentiel, Synthesis, Theme
from evaluations.models import PLANNED, Mark, PupilOrder
from evaluations.queries.pupils import in_order
from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack, Result
from referentiels import models as stored
from referentiels.models import ItemLink
from referentiels.queries.pages import displayed_reference
from referentiels.queries.places import active_niveaux, with_cycles
from referentiels.tree import SocleLink
from schools.models import Matiere as StoredMatiere
from schools.models import Niveau as StoredNiveau
from schools.national_matieres import former_matieres, language_in, national_matieres
from socle.models import Language

# The matières where a foreign language is taught, without saying which: that of primary schools, and the compétence of
# 2006 taken for a matière.
_ANY_LANGUAGE = ("LVE", "P2")


def pupils_of(accounts: AccountQuerySet, *, is_by_class: bool = False) -> tuple[Pupil, ...]:
    """Pupils in the order of names, or by class then by name, with their language for the socle; one query."""
    ordered = in_order(accounts, PupilOrder.CLASSES if is_by_class else PupilOrder.NAMES)
    rows = ordered.values_list("pk", "last_name", "first_name", "socle_language__language")
    return tuple(Pupil(pk, f"{last_name} {first_name}", language) for pk, last_name, first_name, language in rows)


def items_of(wanted: Q | None = None) -> tuple[Item, ...]:
    """The items of référentiels that a condition on items keeps, in the order of documents; three queries.

    By matière, then by niveau, then by place. Those of niveaux that the school left are there too, and say so.
    """
    above = "theme__domaine__referentiel"
    rows = stored.Item.objects.filter(wanted or Q()).select_related(f"{above}__matiere", f"{above}__niveau")
    ordered = rows.defer("comment").order_by(
        f"{above}__matiere__rank",
        f"{above}__matiere__label",
        f"{above}__matiere__reference",
        f"{above}__niveau__order",
        f"{above}__niveau__reference",
        "theme__domaine__order",
        "theme__domaine",
        "theme__order",
        "theme",
        "order",
        "pk",
    )
    active = set(active_niveaux().values_list("pk", flat=True))
    places = _Places(active)
    links = _links(wanted)
    return tuple(_item(row, places, links) for row in ordered)


def marks_of(
    pupils: Collection[Pupil],
    items: Collection[Item],
    values: Mapping[str, int],
    only: Q | None = None,
    *,
    has_visibility: bool = True,
) -> Marks:
    """The results of pupils on items, by both keys; one query.

    `values` are those of the codes of the scale. `only`: a condition on marks: those of some évaluations, of an author.
    Without `has_visibility`, the day when families see each is not read: a document of the school asks for none.
    """
    marks = Mark.objects.filter(pupil__in=[pupil.key for pupil in pupils], item__in=[item.key for item in items])
    rows = marks.filter(only or Q()).exclude(code=PLANNED).order_by()
    found: dict[tuple[int, int], list[Result]] = defaultdict(list)
    # A column that is not wanted: no day to read again, row after row.
    visibility = F("visible_on") if has_visibility else Value(None, DateField())
    for pupil, item, evaluation, given_on, visible_on, code in rows.values_list(
        "pupil_id", "item_id", "evaluation_id", "given_on", visibility, "code"
    ):
        found[pupil, item].append(Result(given_on, evaluation, code, values.get(code), visible_on=visible_on))
    return dict(found)


def marks_by_matiere(pupils: Collection[Pupil], items: Collection[Item], values: Mapping[str, int]) -> dict[str, Marks]:
    """The results of pupils on items, by the label of what their author taught then; two queries.

    That of the item itself is left out where he taught another: « méthodes » is evaluated in MATHS, in SVT.
    """
    labels = dict(StoredMatiere.objects.values_list("reference", "label"))
    own = {item.key: item.matiere for item in items}
    marks = Mark.objects.filter(pupil__in=[pupil.key for pupil in pupils], item__in=own).exclude(code=PLANNED)
    facts = ("pupil_id", "item_id", "evaluation_id", "given_on", "visible_on", "code", "author__matieres")
    found: dict[str, dict[tuple[int, int], list[Result]]] = defaultdict(lambda: defaultdict(list))
    for pupil, item, evaluation, given_on, visible_on, code, taught in marks.order_by().values_list(*facts):
        others = [each for each in (taught or "").split() if each != own[item].reference]
        named = " / ".join(labels.get(each, each) for each in others) or own[item].label
        result = Result(given_on, evaluation, code, values.get(code), visible_on=visible_on)
        found[named][pupil, item].append(result)
    return {name: dict(held) for name, held in found.items()}


def marked_items(pupils: Collection[Pupil], only: Q | None) -> Q:
    """The condition on the items on which these pupils have results, among those that `only` keeps."""
    marks = Mark.objects.filter(pupil__in=[pupil.key for pupil in pupils]).filter(only or Q())
    return Q(pk__in=marks.exclude(code=PLANNED).order_by().values("item"))


def comments_of(items: Collection[Item]) -> dict[int, tuple[str, str]]:
    """The comment and the link of items, by key; one query."""
    rows = stored.Item.objects.filter(pk__in=[item.key for item in items])
    return {pk: (comment, link) for pk, comment, link in rows.values_list("pk", "comment", "link")}


def own_niveaux(pupils: Collection[Pupil]) -> set[int]:
    """The niveaux of the classes of these pupils, by key, with the cycles that hold them; two queries."""
    classes = Account.objects.filter(pk__in=[pupil.key for pupil in pupils], school_class__isnull=False)
    references = set(classes.order_by().values_list("school_class__niveau__reference", flat=True))
    return set(StoredNiveau.objects.filter(reference__in=with_cycles(references)).values_list("pk", flat=True))


def gepi_identifiers(pupils: Collection[Pupil]) -> dict[int, str]:
    """What the software Gepi knows pupils by, empty for who has none; one query."""
    rows = Account.objects.filter(pk__in=[pupil.key for pupil in pupils])
    return dict(rows.values_list("pk", "id_gepi"))


def _links(wanted: Q | None) -> dict[int, list[SocleLink]]:
    kept = stored.Item.objects.filter(wanted or Q()).values("pk")
    rows = ItemLink.objects.filter(item__in=kept).order_by("pk")
    found: dict[int, list[SocleLink]] = defaultdict(list)
    for item, version, cycle, number in rows.values_list(
        "item_id", "entry__version_id", "entry__cycle", "entry__number"
    ):
        found[item].append(SocleLink(version, cycle, number))
    return found


class _Places:
    """The place of each row as documents want it, each made once and shared by what stands under it."""

    def __init__(self, active_niveaux: Collection[int]) -> None:
        self._active = active_niveaux
        self._referentiels: dict[int, Referentiel] = {}
        self._themes: dict[int, Theme] = {}
        self._domaines: dict[int, Domaine] = {}
        self._matieres: dict[int, Matiere] = {}

    def theme(self, row: stored.Theme) -> Theme:
        if row.pk not in self._themes:
            self._themes[row.pk] = Theme(row.pk, row.name, self._domaine(row.domaine))
        return self._themes[row.pk]

    def _domaine(self, row: stored.Domaine) -> Domaine:
        if row.pk not in self._domaines:
            self._domaines[row.pk] = Domaine(row.pk, row.name, self._referentiel(row.referentiel))
        return self._domaines[row.pk]

    def _referentiel(self, row: stored.Referentiel) -> Referentiel:
        if row.pk not in self._referentiels:
            self._referentiels[row.pk] = Referentiel(
                row.pk,
                self._matiere(row.matiere),
                Niveau(row.niveau.pk, row.niveau.reference, row.niveau.label, is_active=row.niveau.pk in self._active),
                Method(row.method),
                row.limit,
                LookBack(row.look_back),
                Synthesis(row.synthesis),
            )
        return self._referentiels[row.pk]

    def _matiere(self, row: StoredMatiere) -> Matiere:
        if row.pk not in self._matieres:
            read = matiere_of(row.pk, row.reference, row.label, row.is_own, row.language)
            self._matieres[row.pk] = replace(read, rank=row.rank, is_active=row.is_active)
        return self._matieres[row.pk]


def _item(row: stored.Item, places: _Places, links: Mapping[int, list[SocleLink]]) -> Item:
    domaine = row.theme.domaine
    return Item(
        row.pk,
        row.name,
        displayed_reference(domaine.referentiel.niveau.reference, domaine, row.theme, row),
        places.theme(row.theme),
        row.coefficient,
        tuple(links.get(row.pk, ())),
    )


@cache
def languages_taught() -> dict[str, int | None]:
    """By its reference, the language that a national matière teaches, of those that a pupil may have for the socle."""
    numbers = language_numbers()
    matieres = (*national_matieres().values(), *former_matieres().values())
    named = {one.reference: language_in(one.label) for one in matieres}
    taught: dict[str, int | None] = {reference: numbers[name] for reference, name in named.items() if name in numbers}
    return taught | dict.fromkeys(_ANY_LANGUAGE)


@cache
def language_numbers() -> dict[str, int]:
    """The languages of the socle by their names."""
    return {str(language.label): language.value for language in Language}


def matiere_of(key: int, reference: str, label: str, is_own: bool, language: str) -> Matiere:
    """A matière as documents want it; what one of the school's own teaches is what the school says of it."""
    if is_own and language:
        # One that no pupil may have for the socle is the language of none.
        return Matiere(key, reference, label, is_language=True, language=language_numbers().get(language, 0))
    known = {} if is_own else languages_taught()
    return Matiere(key, reference, label, is_language=reference in known, language=known.get(reference))
