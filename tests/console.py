"""The operator of tests, and his browser."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from operation.console.models import Operator
from operation.console.sessions import open_session
from tests.factories import hashed


def operator_called(login: str = "exploitant", **fields: str) -> Operator:
    """The operator of that login, made when there is none, whose password is that of the factories."""
    usual = {"last_name": "HADDAD", "first_name": "Karim", "email": f"{login}@exemple.fr", "password": hashed()}
    operator, _ = Operator.objects.get_or_create(login=login, defaults=usual | fields)
    return operator


def console_session(operator: Operator) -> str:
    """The key of a session of the console that he has just opened."""
    session = SessionStore()
    open_session(session, operator)
    session.save()
    assert session.session_key
    return session.session_key


def enter_console(client: Client, operator: Operator) -> None:
    """The browser of an operator who has just typed his password."""
    client.cookies[settings.CONSOLE_COOKIE_NAME] = console_session(operator)
