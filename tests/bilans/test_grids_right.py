"""« Voir les grilles d'items »: a right of its own, that a school gives and takes (P2)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.access import rights
from schools.models import School
from tests.factories import AccountFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
ENTRY = "Grille d'items d'un référentiel"


@pytest.mark.parametrize("profile", ["DIR", "ENS", "DOC", "EDU", "ELV", "TUT"])
def test_grids_of_items_are_closed_to_whom_the_school_takes_the_right_from_p2(
    school: School, client_as: ClientAs, profile: str
) -> None:
    right = rights.get("bilans.see_grids")
    assert right.profiles == {"DIR", "ENS", "DOC", "EDU", "ELV", "TUT"}
    reader = AccountFactory(profile=Profile(profile))
    assert ENTRY in words(client_as(reader).get(reverse("home")))

    others = sorted(right.profiles - {profile})
    School.objects.filter(pk=school.pk).update(
        access={"rights": {right.code: {"profiles": others, "restrictions": []}}}
    )

    reader = Account.objects.get(pk=reader.pk)
    assert ENTRY not in words(client_as(reader).get(reverse("home")))
    assert client_as(reader).get(reverse("bilans:grille")).status_code == 403
