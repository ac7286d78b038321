"""« Par matière »: what a teacher writes of each pupil, what the pupil did, what was said the period before."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from accounts.models import Account
from bilans.computing.figures import Share
from bilans.computing.inputs import Pupil
from bilans.models import Fault, Origin
from bilans.officiels.prefilled import filled
from bilans.officiels.queries.editions import edition as edition_of
from bilans.officiels.queries.reading import Read, as_pupils, class_rubric, pupils_of_edition, read, results_of
from bilans.officiels.queries.writers import Writer, writer
from bilans.officiels.shapes import ClassRubric, Edition, Mean, Written
from schools.models import Matiere, PeriodDates

_SIGNS = {Origin.COMPUTED: "=", Origin.COPIED: "⇠", Origin.TYPED: "✎", Origin.REMOVED: "×", Origin.FROZEN: "‖"}


@dataclass(frozen=True)
class Told:
    """A fault that somebody told, by whom and in which words."""

    reporter: str
    message: str


@dataclass(frozen=True)
class TextField:
    """A text on a page: what it says, whose it is, why it is not to be written (empty when it is), how long it may be.

    `key` is 0 for one that is not there yet, `pupil` for the class, `matiere` for the general appreciation.
    """

    pupil: int
    matiere: int
    limit: int
    why_not: str
    key: int = 0
    version: int = 0
    text: str = ""
    author_label: str = ""
    written_at: datetime.datetime | None = None
    # What may be proposed where nothing is written.
    model: str = ""
    # A colleague's, to be corrected: the key goes with what is sent.
    is_colleagues: bool = False
    faults: tuple[Told, ...] = ()

    @property
    def name(self) -> str:
        """What the field is called in the page."""
        return f"{self.pupil}-{self.matiere}-{self.key if self.is_colleagues else 0}"


@dataclass(frozen=True)
class MeanField:
    """The mean of a pupil on a page, as it is written there."""

    shown: str
    computed: str
    origin: Origin
    version: int
    why_not: str
    author_label: str = ""

    @property
    def sign(self) -> str:
        """The sign of its origin, beside its word: colour alone says nothing."""
        return _SIGNS[self.origin]

    @property
    def has_moved(self) -> bool:
        """Whether the results make another mean than the one that was frozen."""
        return self.origin is Origin.FROZEN and self.shown != self.computed


@dataclass(frozen=True)
class Before:
    """What stood the period before: the mean, the texts."""

    mean: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class SubjectRow:
    pupil: Pupil
    share: Share | None
    mean: MeanField | None
    own: TextField | None
    others: tuple[TextField, ...]
    before: Before | None


@dataclass(frozen=True)
class SubjectPage:
    """A class in a matière. `own` is what is said of the class, `others` what colleagues said of it."""

    edition: Edition
    matiere: Matiere
    rows: tuple[SubjectRow, ...]
    own: TextField | None
    others: tuple[TextField, ...]
    of_class: ClassRubric
    class_mean: str
    before: str
    # Why nothing is to be written here, in the words of the page; empty when something is.
    why_not: str

    @property
    def written(self) -> int:
        """How many pupils have a text."""
        return sum(1 for row in self.rows if any(field.text for field in (*_some(row.own), *row.others)))


def _some(field: TextField | None) -> tuple[TextField, ...]:
    return (field,) if field else ()


def subject_page(
    account: Account, edition: Edition, matiere: Matiere, *, only: Collection[int] | None = None
) -> SubjectPage:
    """A class in a matière; `only` keeps the pupils of a group. Some thirty queries, whatever the class."""
    pupils = list(pupils_of_edition(edition).only("last_name", "first_name", "school_class"))
    by = writer(account, edition, pupils)
    plain = as_pupils(pupils)
    before = edition_before(edition)
    results = results_of([edition, *([before] if before else [])], plain, matiere)
    found = read(edition, matiere=matiere, has_teachers=False, pupils=plain, results=results)
    past = read(before, matiere=matiere, has_teachers=False, pupils=plain, results=results) if before else None
    faults = open_faults(edition, found)
    names = {pupil.pk: pupil for pupil in pupils}
    kept = [pupil for pupil in found.pupils if only is None or pupil.key in only]
    rows = tuple(_row(by, found, past, names[pupil.key], pupil, matiere, faults) for pupil in kept)
    of_class = next(class_rubric(found, each) for each in found.matieres if each.key == matiere.pk)
    own, others = fields(by, found, 0, matiere.pk, faults)
    return SubjectPage(
        edition,
        matiere,
        rows,
        own,
        others,
        of_class,
        edition.shown(of_class.mean),
        before.dates.period.name if before else "",
        own.why_not if own else by.why_not_correct(),
    )


def _row(
    by: Writer,
    found: Read,
    past: Read | None,
    account: Account,
    pupil: Pupil,
    matiere: Matiere,
    faults: Mapping[int, tuple[Told, ...]],
) -> SubjectRow:
    figures = found.figures.get(pupil.key, {}).get(matiere.pk)
    mean = found.means[pupil.key].get(matiere.pk)
    own, others = fields(by, found, pupil.key, matiere.pk, faults)
    if own and not own.text:
        own = replace(own, model=filled(by.edition.settings.rubric_model, account.first_name, account.last_name))
    return SubjectRow(
        pupil,
        figures.summary.share if figures else None,
        mean_field(by, pupil.key, matiere.pk, mean) if mean and by.edition.settings.has_means else None,
        own,
        others,
        _before(past, pupil.key, matiere.pk) if past else None,
    )


def mean_field(by: Writer, pupil: int, matiere: int, mean: Mean) -> MeanField:
    """A mean as a page writes it."""
    shown = by.edition.shown
    why_not = by.why_not_position(pupil, matiere)
    return MeanField(shown(mean.percent), shown(mean.computed), mean.origin, mean.version, why_not, mean.author_label)


def fields(
    by: Writer, found: Read, pupil: int, matiere: int, faults: Mapping[int, tuple[Told, ...]]
) -> tuple[TextField | None, tuple[TextField, ...]]:
    """The text of the account in a matière, None when it never writes there; then those of colleagues."""
    texts = found.texts.get((pupil, matiere), ())
    settings = by.edition.settings
    limit = settings.rubric_length if pupil else settings.class_length
    own = TextField(pupil, matiere, limit, by.why_not_write(pupil, matiere)) if _writes(by, pupil, matiere) else None
    others = []
    for text in texts:
        if text.author == by.account.pk:
            why_not = by.why_not_write(pupil, matiere)
            why_not = why_not and by.why_not_correct() and why_not
            own = field_of(text, TextField(pupil, matiere, limit, why_not), faults)
        elif text.text:
            other = TextField(pupil, matiere, limit, by.why_not_correct(), is_colleagues=True)
            others.append(field_of(text, other, faults))
    return own, tuple(others)


def _writes(by: Writer, pupil: int, matiere: int) -> bool:
    is_taught = pupil in by.taught if pupil else bool(by.taught)
    return by.powers.writes and matiere in by.matieres and is_taught


def field_of(text: Written, field: TextField, faults: Mapping[int, tuple[Told, ...]]) -> TextField:
    """The field, holding a text that is stored."""
    return replace(
        field,
        key=text.key,
        version=text.version,
        text=text.text,
        author_label=text.author_label,
        written_at=text.written_at,
        faults=faults.get(text.key, ()),
    )


def open_faults(edition: Edition, found: Read) -> dict[int, tuple[Told, ...]]:
    """The faults that are told of the texts that were read, by text. One query."""
    doubted = [text.key for texts in found.texts.values() for text in texts if text.faults]
    told: dict[int, tuple[Told, ...]] = {}
    for row in Fault.objects.filter(appreciation__in=doubted, closed_at=None) if doubted else ():
        told[row.appreciation_id] = (*told.get(row.appreciation_id, ()), Told(row.reporter_label, row.message))
    return told


def _before(past: Read, pupil: int, matiere: int) -> Before | None:
    texts = tuple(text.text for text in past.texts.get((pupil, matiere), ()) if text.text)
    mean = past.means.get(pupil, {}).get(matiere)
    shown = past.edition.shown(mean.percent) if mean else ""
    return Before(shown, texts) if shown or texts else None


def edition_before(edition: Edition) -> Edition | None:
    """The same document for the period before, in the class. Four queries."""
    dates = PeriodDates.objects.filter(school_class=edition.school_class, starts_on__lt=edition.dates.starts_on)
    last = dates.order_by("-starts_on").first()
    return edition_of(edition.kind, edition.school_class.pk, last.period_id) if last else None
