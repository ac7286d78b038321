"""Schools kept apart: every row of a school carries its school, and nothing reads or writes outside the open scope.

django-scopes makes an unscoped read raise; the guards here cover what it leaves open: save, bulk writes, exists.
"""

from contextlib import AbstractContextManager
from typing import Any, ClassVar

from django.db import models
from django_scopes import ScopedManager, ScopeError, get_scope, scope, scopes_disabled
from django_scopes.manager import DisabledQuerySet

__all__ = [
    "ByteOrderField",
    "CrossSchoolWrite",
    "SchoolOwned",
    "SchoolOwnedQuerySet",
    "ScopeError",
    "SharedOrOwned",
    "all_schools",
    "current_school",
    "school_manager",
    "school_scope",
]


class CrossSchoolWrite(Exception):
    """A row of one school was about to be written from another, or to point at a row of another that it was given.

    A number (`pupil_id=7`) is not looked up: it comes from a row that the open scope has read.
    """


def school_scope(school: Any) -> AbstractContextManager[None]:
    """Open a school: inside, the managers of school-owned models see that school alone."""
    return scope(school=school)


def all_schools() -> AbstractContextManager[None]:
    """Open every school at once: for the operator's commands and for sign-in, never for a page of a school."""
    return scopes_disabled()


def current_school() -> Any:
    """The school of the open scope, or None."""
    return get_scope().get("school")


def guard(instance: Any) -> None:
    """Fill in the school of a row about to be written, and refuse a row that is not of the open scope.

    Raises ScopeError without a scope, CrossSchoolWrite when the row, or a row it points at, is of another school.
    """
    if not get_scope().get("_enabled", True):
        return
    school = current_school()
    if school is None:
        raise ScopeError(f"A school must be open to write a {type(instance).__name__}.")
    if instance.school_id is None:
        instance.school = school
    if instance.school_id != school.pk:
        raise CrossSchoolWrite(f"{type(instance).__name__} of school {instance.school_id} from school {school.pk}")
    _guard_links(instance)


def _guard_links(instance: Any) -> None:
    for field in instance._meta.concrete_fields:
        if field.is_relation and field.is_cached(instance):
            target = getattr(instance, field.name)
            _guard_target(type(instance), field.name, target, current_school())


def _guard_target(model: Any, name: str, target: Any, school: Any) -> None:
    if school and isinstance(target, SchoolOwned | SharedOrOwned) and target.school_id not in (None, school.pk):
        raise CrossSchoolWrite(f"{model.__name__}.{name} points at school {target.school_id}")


class ClosedQuerySet(DisabledQuerySet):
    """What a manager gives when no school is open: reading it raises, whatever the way."""

    exists = DisabledQuerySet.error
    exclude = DisabledQuerySet.error
    bulk_create = DisabledQuerySet.error
    bulk_update = DisabledQuerySet.error
    in_bulk = DisabledQuerySet.error
    contains = DisabledQuerySet.error
    explain = DisabledQuerySet.error

    def all(self) -> "ClosedQuerySet":
        """Still closed: a form class may name the manager when it is defined, long before a school is open."""
        return self._chain()


class SchoolOwnedQuerySet(models.QuerySet):
    """The queryset of school-owned models: bulk writes are guarded like single ones."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for instance in objs:
            guard(instance)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        for instance in objs:
            guard(instance)
        return super().bulk_update(objs, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if {"school", "school_id"} & kwargs.keys():
            raise CrossSchoolWrite("a row never changes school")
        for name, value in kwargs.items():
            _guard_target(self.model, name, value, current_school())
        return super().update(**kwargs)


def school_manager(queryset_class: type[SchoolOwnedQuerySet] = SchoolOwnedQuerySet) -> Any:
    """A manager over `queryset_class` that sees the open school alone, and raises when none is open."""
    scoped = type(ScopedManager(school="school", _manager_class=models.Manager.from_queryset(queryset_class)))

    class SchoolManager(scoped):  # type: ignore[misc, valid-type]
        def get_queryset(self) -> Any:
            queryset = super().get_queryset()
            if isinstance(queryset, DisabledQuerySet):
                queryset.__class__ = ClosedQuerySet
            return queryset

    return SchoolManager()


class SchoolOwned(models.Model):
    """A row that belongs to one school. `school` comes first in a unique constraint of the model, whose index serves
    it (but for decisions, found by their pupil: docs/adr/0014): one more would only slow the writing.
    """

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, related_name="+", verbose_name="établissement", db_index=False
    )

    objects: ClassVar[Any] = school_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        guard(self)
        super().save(*args, **kwargs)


class SharedOrOwnedQuerySet(models.QuerySet):
    """The queryset of lists that every school has and adds to: what is everybody's is written with no school open."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for instance in objs:
            _guard_list(instance)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        for instance in objs:
            _guard_list(instance)
        return super().bulk_update(objs, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if {"school", "school_id"} & kwargs.keys():
            raise CrossSchoolWrite("a row never changes school")
        return super(SharedOrOwnedQuerySet, self.of_the_open_school()).update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        return super(SharedOrOwnedQuerySet, self.of_the_open_school()).delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def of_the_open_school(self) -> "SharedOrOwnedQuerySet":
        """What the open school added; with none open, what is everybody's."""
        is_open = get_scope().get("_enabled", True)
        return self.filter(school=current_school()) if is_open else self


class _SharedOrOwnedManager(models.Manager.from_queryset(SharedOrOwnedQuerySet)):  # type: ignore[misc]
    """Sees what is everybody's and what the open school added."""

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()
        if not get_scope().get("_enabled", True):
            return queryset
        return queryset.filter(models.Q(school=None) | models.Q(school=current_school()))


def _guard_list(instance: Any) -> None:
    """Refuse to write, from the open school, what is everybody's or another school's."""
    if get_scope().get("_enabled", True) and instance.school_id != getattr(current_school(), "pk", None):
        raise CrossSchoolWrite(f"{type(instance).__name__} {instance.pk} is not of the open school alone")


class SharedOrOwned(models.Model):
    """A row of a national list (`school` is empty), or one that a school added and that no other one sees."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )

    objects: ClassVar[Any] = _SharedOrOwnedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _guard_list(self)
        super().save(*args, **kwargs)


class ByteOrderField(models.CharField):
    """Text ordered by code point on every database: PostgreSQL would follow its locale, SQLite does so by itself."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
