"""A school emptied of its rows, table by table, whatever is declared of them: a new table is in it by itself."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, models

from accounts.models import OpenSession
from documents.jobs import queue
from documents.models import Job
from operation.models import Backup, Restoration
from sacoche.kit.parts.tables import every_table, is_of_a_school
from schools.models import School

# What the server notes of the school stays when one of its backups is put back.
NOTED: tuple[type[models.Model], ...] = (School, Backup, Restoration)


def every_table_of_a_school() -> list[type[models.Model]]:
    """The tables whose rows belong to a school, itself apart."""
    return [model for model in every_table() if is_of_a_school(model) and model is not School]


def empty(school: School, *, kept: tuple[type[models.Model], ...] = NOTED, but_job: int | None = None) -> None:
    """Delete the rows of the open school in every table but `kept`, in the transaction of the caller.

    Keys between them are checked at its end. Sessions close; `but_job` is the work that asks for this.
    """
    keys = list(OpenSession.objects.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    queue.drop(list(Job.objects.exclude(pk=but_job).exclude(task=None).values_list("task", flat=True)))
    for model in every_table_of_a_school():
        if model not in kept:
            rows = rows_of(model, school)
            delete_all(rows.exclude(pk=but_job) if model is Job else rows)


def rows_of(model: type[models.Model], school: School) -> Any:
    """The rows of a school in any of its tables, with no guard around them."""
    return models.QuerySet(model).filter(school_id=school.pk)


def delete_all(rows: Any) -> None:
    """Delete rows at once: no row is read, no signal sent, nothing followed."""
    rows._raw_delete(connection.alias)
