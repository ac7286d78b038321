"""Which school somebody at the entrance is about: of the address, of the session, of last time, or the only one."""

from django.conf import settings

from entrance.addresses import Asked
from entrance.decide import LEAVE_THE_ENT, goes_through_ent
from entrance.situation import Browser, Visit
from schools.models import School


def school_meant(asked: Asked, browser: Browser, session: Visit) -> School | None:
    """The school whose doors are looked at; None when there is none, or when several could be meant."""
    if goes_through_ent(asked, browser, session):
        is_named = asked.school or asked.problem
        return asked.school if is_named else _school_without_number(asked, browser, session)
    if asked.page == LEAVE_THE_ENT and not asked.is_posted:
        return asked.school or School.objects.only_one()
    return None if asked.wants_to_choose or _needs_none(asked, session) else chosen_school(asked, browser)


def _needs_none(asked: Asked, session: Visit) -> bool:
    """Whether somebody who is in asks for no school: he goes on, whatever the school."""
    return session.is_signed_in and not asked.is_posted and not asked.names_a_school


def chosen_school(asked: Asked, browser: Browser) -> School | None:
    """The school of the form, of the address, of last time, or the only one there is, in that order."""
    if asked.names_a_school:
        return asked.school
    return browser.remembered or School.objects.only_one()


def _school_without_number(asked: Asked, browser: Browser, session: Visit) -> School | None:
    """The school of `?sso` alone. With a ticket none is guessed: a ticket is for the school of its own address."""
    if asked.ticket is not None:
        return School.objects.only_one()
    if session.is_signed_in:
        return session.school
    default = str(settings.DEFAULT_SCHOOL)
    return browser.remembered or School.objects.only_one() or School.objects.numbered(default)
