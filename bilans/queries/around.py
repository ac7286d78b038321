"""What is told of pupils beside their results: groups, requests, comments, documents, decisions. A query for each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q

from accounts.besoins.queries import besoins_lent_to, besoins_of
from accounts.models import Account, GroupMembership, MatiereTeaching
from bilans.computing.inputs import Decided, Item, Pupil
from bilans.computing.portrait import Around, Happening, PilierCount
from bilans.queries.socle import decided_of, entries_of
from evaluations.models import Document, Evaluation, PupilComment, Request
from schools.models import Group
from socle.nomenclature import national_piliers
from socle.paliers import active_paliers

# A sheet is read: the latest are enough.
_LATEST = 12
Happenings = Mapping[int, Sequence[Happening]]


def own_matieres(reader: Account) -> frozenset[int]:
    """The matières that somebody teaches, by key."""
    return frozenset(MatiereTeaching.objects.filter(teacher=reader).values_list("matiere", flat=True))


def titles_of(evaluations: Collection[int]) -> dict[int, tuple[str, str]]:
    """The name of évaluations and who made them; one query."""
    rows = Evaluation.objects.live().filter(pk__in=evaluations).values_list("pk", "title", "owner_label")
    return {pk: (title, owner) for pk, title, owner in rows}


def around(
    pupils: Sequence[Pupil], items: Sequence[Item], evaluations: Collection[int], reader: Account | None, *, socle: bool
) -> dict[int, Around]:
    """Beside their results on these items, in these évaluations; decisions on the socle when they are read too."""
    keys = [pupil.key for pupil in pupils]
    places, requests = _places(keys, reader), _requests(keys, items)
    comments, documents = _comments(keys, evaluations), _documents(keys, evaluations)
    piliers = _piliers(pupils) if socle else {}
    return {
        key: Around(
            tuple(places.get(key, ())),
            tuple(requests.get(key, ())[:_LATEST]),
            tuple(comments.get(key, ())[:_LATEST]),
            tuple(documents.get(key, ())[:_LATEST]),
            tuple(piliers.get(key, ())),
        )
        for key in keys
    }


def _places(keys: Collection[int], reader: Account | None) -> Mapping[int, Sequence[str]]:
    """Class and groups; of groupes de besoin, those alone that the reader has: they are a teacher's own words."""
    found: dict[int, list[str]] = defaultdict(list)
    for pupil in Account.objects.filter(pk__in=keys).select_related("school_class"):
        found[pupil.pk] += [str(pupil.school_class)] if pupil.school_class else []
    open_groups = Q(group__in=Group.objects.of_the_school().order_by().values("pk"))
    if reader is not None:
        own = Q(group__in=besoins_of(reader).order_by().values("pk"))
        open_groups |= own | Q(group__in=besoins_lent_to(reader).order_by().values("pk"))
    links = GroupMembership.objects.filter(open_groups, pupil__in=keys).select_related("group")
    for link in links.order_by("group__name", "pk"):
        found[link.pupil_id].append(str(link.group))
    return found


def _by_pupil(rows: Any, told: Any) -> Happenings:
    found: dict[int, list[Happening]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(told(row))
    return found


def _requests(keys: Collection[int], items: Sequence[Item]) -> Happenings:
    names = {item.key: f"{item.full_reference} {item.name}" for item in items}
    rows = Request.objects.filter(pupil__in=keys, item__in=names).order_by("-asked_on", "-pk")
    return _by_pupil(
        rows,
        lambda row: Happening(
            row.asked_on, names[row.item_id], " · ".join(filter(None, (row.get_status_display(), row.message)))
        ),
    )


def _comments(keys: Collection[int], evaluations: Collection[int]) -> Happenings:
    said = PupilComment.objects.filter(pupil__in=keys, evaluation__in=evaluations).exclude(text="")
    rows = said.select_related("evaluation").order_by("-evaluation__given_on", "-pk")
    return _by_pupil(
        rows,
        lambda row: Happening(
            row.evaluation.given_on,
            row.evaluation.title,
            f"{row.text} ({row.author_label})" if row.author_label else row.text,
        ),
    )


def _documents(keys: Collection[int], evaluations: Collection[int]) -> Happenings:
    """Those given to him alone: what the whole class has says nothing of him."""
    rows = Document.objects.filter(pupil__in=keys, evaluation__in=evaluations).select_related("evaluation", "file")
    return _by_pupil(
        rows.order_by("-evaluation__given_on", "-pk"),
        lambda row: Happening(row.evaluation.given_on, row.evaluation.title, str(row)),
    )


def _piliers(pupils: Sequence[Pupil]) -> dict[int, list[PilierCount]]:
    """The compétences of the paliers of the school on which something was decided."""
    decided = decided_of(pupils)
    active = [pilier for palier in active_paliers() for pilier in national_piliers(palier.pk)]
    sizes = Counter(entry.domaine.pilier.key for entry in entries_of(lambda item: True))
    pilier_of = {entry.key: entry.domaine.pilier.key for entry in entries_of(lambda item: True)}
    counts = _counts(decided, pilier_of)
    return {
        pupil.key: [
            _count(decided, counts, pupil.key, pilier, sizes[pilier.pk])
            for pilier in active
            if (pupil.key, pilier.pk) in decided.piliers or any(counts[pupil.key, pilier.pk, each] for each in _STATES)
        ]
        for pupil in pupils
    }


_STATES = (True, False)


def _counts(decided: Decided, pilier_of: Mapping[int, int]) -> Counter[tuple[int, int, bool]]:
    return Counter(
        (pupil, pilier_of[entry], decision.is_validated)
        for (pupil, entry), decision in decided.entries.items()
        if entry in pilier_of
    )


def _count(
    decided: Decided, counts: Counter[tuple[int, int, bool]], pupil: int, pilier: Any, items: int
) -> PilierCount:
    whole = decided.piliers.get((pupil, pilier.pk))
    said = ""
    if whole:
        said = f"{'validée' if whole.is_validated else 'non validée'} le {whole.decided_on:%d/%m/%Y}"
    validated, refused = (counts[pupil, pilier.pk, state] for state in _STATES)
    return PilierCount(f"Compétence {pilier.ref} – {pilier.label}", said, validated, refused, items)
