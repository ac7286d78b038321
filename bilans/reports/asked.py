"""What a report is made of, read from the tables when it is asked: pupils, items, results, and in which window."""

import datetime
from functools import cached_property

from django.db.models import Q

from accounts.models import Account, AccountQuerySet
from bilans.computing.inputs import Item, Marks, Pupil
from bilans.computing.levels import Levels
from bilans.queries import items_of, marks_of, pupils_of
from bilans.reports.options import Options, WrongOption
from bilans.reports.shown import Shown, shown_from
from evaluations.queries import current_scale
from evaluations.scale.whole import Scale
from evaluations.scoring.series import LookBack, ReportWindow, Window
from sacoche.kit.clock import today
from schools.calendar import year_of
from schools.models import Group, Matiere, Niveau, PeriodDates, School, SchoolClass

_ABOVE = "theme__domaine__referentiel"
_LOOK_BACKS: dict[str, LookBack | None] = {"auto": None, **{one.value: one for one in LookBack}}


class Asked:
    """A report asked about some pupils; `place` is their class or their group, whose periods can be named.

    `seen_on` is today for a family: what it sees later counts for nothing. `shown` is what is shown of the figures.
    `reader` is whose rights close a part of it; None for the operator.
    """

    def __init__(
        self,
        school: School,
        accounts: AccountQuerySet,
        options: Options,
        place: SchoolClass | Group | None = None,
        *,
        seen_on: datetime.date | None = None,
        shown: Shown | None = None,
        reader: Account | None = None,
        where: str = "",
        like: SchoolClass | Group | None = None,
    ) -> None:
        self.options = options
        self.place = place
        self.seen_on = seen_on
        self.reader = reader
        # The place whose cycle and palier are the usual ones of these pupils.
        self.like = like or place
        # What a document says of where its pupils are: the place, or the several classes that were chosen.
        self.where = where or (str(place) if place else "")
        self._school = school
        self._accounts = accounts
        self._shown = shown

    @cached_property
    def shown(self) -> Shown:
        """What is shown: as the options say, unless rights said it."""
        return self._shown or shown_from(self.options)

    @cached_property
    def scale(self) -> Scale:
        return current_scale()

    @cached_property
    def pupils(self) -> tuple[Pupil, ...]:
        is_by_class = self.options.among("ordre", {"noms": False, "classes": True}, "noms")
        return pupils_of(self._accounts, is_by_class=is_by_class)

    def matiere(self) -> Matiere:
        """The matière that is asked."""
        return self._matiere(self.options.wanted("matiere", "une matière"))

    def one_matiere_or_all(self) -> Matiere | None:
        """The matière that is asked, None for all."""
        reference = self.options.text("toute_matiere")
        return self._matiere(reference) if reference else None

    def matieres(self) -> frozenset[int] | None:
        """The matières that count, by key; None for all, as always for a family."""
        if self.seen_on is not None:
            return None
        named = self.options.listed("matieres")
        return frozenset(self._matiere(reference).pk for reference in named) if named else None

    def niveau(self) -> Niveau:
        """The niveau that is asked."""
        reference = self.options.wanted("niveau", "un niveau")
        found = Niveau.objects.filter(reference=reference).first()
        if found is None:
            raise WrongOption(f"Aucun niveau n'a la référence « {reference} ».")
        return found

    def items_of_matiere(self, matiere: Matiere) -> tuple[Item, ...]:
        return items_of(Q(**{f"{_ABOVE}__matiere": matiere}))

    def marks(self, items: tuple[Item, ...]) -> Marks:
        return marks_of(self.pupils, items, self.scale.values, self.only)

    @property
    def only(self) -> Q | None:
        """The condition on the results that count: those of some évaluations, or of a teacher."""
        if self.options.text("evaluations"):
            return Q(evaluation__in=self.options.numbers("evaluations"))
        if self.options.text("professeur"):
            return Q(author__account=self.options.number("professeur"))
        return None

    def levels(self, items: tuple[Item, ...]) -> Levels:
        """The levels of the pupils on these items, in the window that was asked."""
        return Levels(self.marks(items), self.window(), self.scale.states)

    def levels_of_all_the_past(self, items: tuple[Item, ...]) -> Levels:
        return Levels(self.marks(items), ReportWindow(Window(seen_on=self.seen_on)), self.scale.states)

    def window(self) -> ReportWindow:
        """A period of the class by its name, or dates: by default from the first day of the school year to today."""
        year = year_of(today(), switch_month=self._school.year_switch_month)
        start, end = self._named_period() or (
            self.options.day("du") or year.first,
            self.options.day("au") or today(),
        )
        if start > end:
            raise WrongOption(f"La période finit le {end:%d/%m/%Y}, avant de commencer le {start:%d/%m/%Y}.")
        look_back = self.options.among("retroactif", _LOOK_BACKS, "auto")
        window = Window(start, end, look_back or LookBack.YES, year_start=year.first, seen_on=self.seen_on)
        return ReportWindow(window, is_auto=look_back is None)

    def _named_period(self) -> tuple[datetime.date, datetime.date] | None:
        name = self.options.text("periode")
        if not name:
            return None
        held = {"group" if isinstance(self.place, Group) else "school_class": self.place}
        found = PeriodDates.objects.filter(period__name=name, **held).first() if self.place else None
        if found is None:
            raise WrongOption(f"« {name} » n'est pas une période de cette classe : donnez ses dates, « du=… au=… ».")
        return found.starts_on, found.ends_on

    def _matiere(self, reference: str) -> Matiere:
        found: Matiere | None = Matiere.objects.filter(reference=reference).first()
        if found is None:
            raise WrongOption(f"Aucune matière de l'établissement n'a la référence « {reference} ».")
        return found
