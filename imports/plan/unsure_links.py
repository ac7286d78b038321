"""Pupils of whom the file replaces every guardian, on the word of a number that a school gives again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from imports.brought.extraction import IncomingChild, IncomingGuardian
from imports.plan import who
from imports.plan.guardianships import Children, KnownGuardianship
from sacoche.kit.text import letters


def unsure_links(
    people: Sequence[tuple[int, IncomingGuardian]],
    children: Children,
    existing: Mapping[int, Sequence[KnownGuardianship]],
) -> dict[int, list[IncomingGuardian]]:
    """Those whom the file gives to each of these pupils: nothing but a number says that he is their child.

    A name, an INE or an Id Sconet says it too; so does one of them who was his guardian already, or has his last name.
    """
    told: defaultdict[int, list[IncomingGuardian]] = defaultdict(list)
    sure: set[int] = set()
    for account_id, guardian in people:
        for child in guardian.children:
            pupil_id = children.find(child)
            if pupil_id is None:
                continue
            told[pupil_id].append(guardian)
            is_known = any(link.guardian_id == account_id for link in existing.get(pupil_id, ()))
            is_of_his_name = letters(children.pupil(pupil_id).last_name) == letters(guardian.last_name)
            if is_known or is_of_his_name or _says_who(child):
                sure.add(pupil_id)
    return {pupil_id: some for pupil_id, some in told.items() if existing.get(pupil_id) and pupil_id not in sure}


def _says_who(child: IncomingChild) -> bool:
    return bool(child.last_name or child.sconet_id) or who.is_lasting("reference", child.reference)
