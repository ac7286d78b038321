"""Two classes, or two groups, of one name: told apart wherever somebody chooses or reads one.

« Classe 6EME » comes twice from STS; 18 of the 40 names of a primary school are cut to the same 20 characters.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html
from pypdf import PdfReader

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.labels import label_of, labels_remembered, short_label
from schools.models import Group, School, SchoolClass
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.pages.addresses import Case, Kind, cases
from tests.pages.asking import allowed_profiles, get, usual_profile
from tests.pages.world import READY, World

CASES = [case for case in cases(Kind.PAGE, Kind.FRAGMENT, Kind.FILE) if case.sample.stage == READY]
# A line of the journal, and what was printed, say what a class was called on that day.
_OF_THAT_DAY = {"accounts:journal", "bilans:archives", "bilans:archives#family", "bilans:take_printed"}
# Where a heading or a question speaks of one thing, its reference is within the same part of the page.
_PARTS = ("tr", "caption", "option", "label", "li", "h1", "h2", "h3", "p", "dd", "td", "th", "summary", "a", "button")


@pytest.fixture
def twins(world: World) -> World:
    """A second class and a second group, which bear the names of the first ones."""
    school = School.objects.get(number=world.number)
    with school_scope(school):
        first, group = SchoolClass.objects.get(pk=world.school_class), Group.objects.get(pk=world.group)
        second = SchoolClassFactory(reference="BIS1", name=first.name)
        teacher = Account.objects.get(pk=world.teacher)
        TeachingAssignmentFactory(teacher=teacher, school_class=second)
        pupil = AccountFactory(school_class=second, last_name="JUMELLE")
        twin = GroupFactory(reference="BIS2", name=group.name)
        GroupMembershipFactory(pupil=pupil, group=twin)
        GroupTeachingFactory(teacher=teacher, group=twin)
    return world


def unclear(content: bytes, world: World) -> Iterator[str]:
    """The pieces of the page that say the name of the two and not which one."""
    page = html.fromstring(content.decode())
    for element in page.iter():
        said = [element.text, *(child.tail for child in element), *_spoken(element)]
        for text in filter(None, said):
            if re.search(rf"(Classe|Groupe) {world.mark}", str(text)) and not _is_clear(element, world):
                yield f"{element.tag} : {' '.join(text.split())}"


def _spoken(element: Any) -> list[str]:
    return [element.get(name) for name in ("aria-label", "title", "data-search", "data-name") if element.get(name)]


def _is_clear(element: Any, world: World) -> bool:
    """Whether a reference is said in the same part: cell or row of a table, option, heading, sentence."""
    parts = [element, *(each for each in element.iterancestors() if each.tag in _PARTS)]
    said = " ".join([part.text_content() for part in parts] + _spoken(element))
    return any(reference in said for reference in (f"CM2{world.mark}"[:20], f"ALL{world.mark}"[:20], "BIS1", "BIS2"))


@pytest.mark.parametrize("kind", [Kind.PAGE, Kind.FRAGMENT])
def test_two_classes_of_one_name_are_told_apart_on_every_page(kind: Kind, twins: World, visitor: Any) -> None:
    found: dict[str, list[str]] = {}
    told = 0
    for case in (case for case in CASES if case.sample.kind == kind and case.key not in _OF_THAT_DAY):
        for profile in {usual_profile(case), Profile.ENS.value} & set(allowed_profiles(case.route)):
            content = get(visitor(twins, profile), case, twins).content
            told += b"BIS1" in content
            if strange := list(unclear(content, twins)) if content.strip() else []:
                found[f"{case.key}, {profile}"] = sorted(set(strange))
    assert found == {}
    assert told > 20 or kind == Kind.FRAGMENT


def test_two_classes_of_one_name_are_told_apart_in_every_file(twins: World, visitor: Any) -> None:
    for case in (case for case in CASES if case.sample.kind == Kind.FILE and case.key not in _OF_THAT_DAY):
        lines = _lines(case, get(visitor(twins, usual_profile(case)), case, twins))
        named = [line for line in lines if f"Classe {twins.mark}" in line or f"Groupe {twins.mark}" in line]
        assert [line for line in named if not re.search(r"BIS[12]|CM2QUOKKA|ALLQUOKKA", line)] == [], case.key


def _lines(case: Case, answer: Any) -> list[str]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF") and b"%%EOF" in content:  # what a teacher deposited is no document of ours
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).splitlines()
    return content.decode("cp1252", "replace").splitlines()


def test_class_is_called_by_its_long_name_and_by_its_reference_when_another_looks_like_it(school: School) -> None:
    alone = SchoolClassFactory(reference="6A", name="6EME A", long_name="Sixième A, classe bilangue")
    first = SchoolClassFactory(reference="D1", name="GS-CP MME D'ARG", long_name="GS-CP Mme d'Argenteuil")
    second = SchoolClassFactory(reference="D2", name="GS-CP MME D'ARG", long_name="GS-CP Mme d'Argenton")
    third = SchoolClassFactory(reference="D3", name="AUTRE", long_name="gs-cp mme d'argenton")
    assert [label_of(each) for each in (alone, first, second, third)] == [
        "Sixième A, classe bilangue",
        "GS-CP Mme d'Argenteuil",
        "GS-CP Mme d'Argenton (D2)",
        "gs-cp mme d'argenton (D3)",
    ]
    assert [short_label(each) for each in (alone, first, second, third)] == [
        "6EME A",
        "GS-CP MME D'ARG (D1)",
        "GS-CP MME D'ARG (D2)",
        "AUTRE",
    ]


def test_class_renamed_during_a_request_is_called_otherwise_at_once(school: School) -> None:
    first, second = SchoolClassFactory(reference="6A", name="SIXIEME"), SchoolClassFactory(reference="6B", name="SIX")
    with labels_remembered():
        assert label_of(first) == "SIXIEME"
        second.name = "Sixième"
        second.save()
        assert (label_of(first), label_of(second)) == ("SIXIEME (6A)", "Sixième (6B)")
        second.delete()
        assert label_of(first) == "SIXIEME"


def test_names_alike_are_asked_once_for_a_page_whatever_the_classes(
    school: School, django_assert_num_queries: Any
) -> None:
    classes = [SchoolClassFactory(reference=f"R{rank}", name="MEME NOM") for rank in range(4)]
    with labels_remembered(), django_assert_num_queries(1):
        assert [label_of(each) for each in classes] == [f"MEME NOM (R{rank})" for rank in range(4)]
