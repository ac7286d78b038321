"""What an import would change: compares the file with the school and decides, without reading or writing anything.

The same comparison serves the review screens, the writing and the dry run.
"""

from imports.plan.addresses import AddressChange, plan_addresses
from imports.plan.decisions import WRITING, Change, Decision, FieldChange, chosen, counts, fingerprint, in_blocks
from imports.plan.guardianships import (
    Children,
    GuardianshipChange,
    KnownChild,
    KnownGuardianship,
    LostLink,
    left_out,
    links_not_found,
    lost_links,
    plan_guardianships,
    told_by_the_file,
    with_a_child,
)
from imports.plan.links import LinkChange, LinkKind, plan_links, wanted_pairs
from imports.plan.matching import Matching
from imports.plan.parts import SEVERAL, WHOLE, Part, uai_after
from imports.plan.people import COMPARED, GuardianRules, KnownPerson, PupilRules, Rules, StaffRules
from imports.plan.structure import ClassChange, KnownClass, plan_classes
from imports.plan.unsure_links import unsure_links
from imports.plan.users import (
    FEW_MATCHED,
    UserChange,
    clashes,
    coverage,
    is_partial,
    left_where_they_are,
    match_people,
    plan_users,
    separate,
    settle_doubts,
)

__all__ = [
    "COMPARED",
    "FEW_MATCHED",
    "SEVERAL",
    "WHOLE",
    "WRITING",
    "AddressChange",
    "Change",
    "Children",
    "ClassChange",
    "Decision",
    "FieldChange",
    "GuardianRules",
    "GuardianshipChange",
    "KnownChild",
    "KnownClass",
    "KnownGuardianship",
    "KnownPerson",
    "LinkChange",
    "LinkKind",
    "LostLink",
    "Matching",
    "Part",
    "PupilRules",
    "Rules",
    "StaffRules",
    "UserChange",
    "chosen",
    "clashes",
    "counts",
    "coverage",
    "fingerprint",
    "in_blocks",
    "is_partial",
    "left_out",
    "left_where_they_are",
    "links_not_found",
    "lost_links",
    "match_people",
    "plan_addresses",
    "plan_classes",
    "plan_guardianships",
    "plan_links",
    "plan_users",
    "separate",
    "settle_doubts",
    "told_by_the_file",
    "uai_after",
    "unsure_links",
    "wanted_pairs",
    "with_a_child",
]
