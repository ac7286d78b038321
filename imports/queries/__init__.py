"""What an import compares, and what its screens read."""

from imports.queries.accounts import (
    NO_PASSWORD,
    labelled_accounts,
    new_accounts,
    new_logins,
    result_rows,
    without_password,
)
from imports.queries.guardians import address_review, guardianship_review, unlinked, unlinked_of
from imports.queries.known import (
    audience_of,
    incoming_classes,
    incoming_groups,
    incoming_people,
    known_classes,
    known_groups,
    known_people,
    part_of,
    uai_of,
)
from imports.queries.links import link_review
from imports.queries.plans import (
    file_coverage,
    planned_addresses,
    planned_classes,
    planned_groups,
    planned_guardianships,
    planned_links,
    planned_users,
    rules_of,
)
from imports.queries.runs import (
    open_run,
    past_imports,
    remembered_layout,
    shows_everything,
    undoable_run,
    waiting_run,
)
from imports.queries.structure import (
    class_review,
    classes_in_order,
    group_review,
    groups_in_order,
    guess_niveau,
)
from imports.queries.users import user_review

__all__ = [
    "NO_PASSWORD",
    "address_review",
    "audience_of",
    "class_review",
    "classes_in_order",
    "file_coverage",
    "group_review",
    "groups_in_order",
    "guardianship_review",
    "guess_niveau",
    "incoming_classes",
    "incoming_groups",
    "incoming_people",
    "known_classes",
    "known_groups",
    "known_people",
    "labelled_accounts",
    "link_review",
    "new_accounts",
    "new_logins",
    "open_run",
    "part_of",
    "past_imports",
    "planned_addresses",
    "planned_classes",
    "planned_groups",
    "planned_guardianships",
    "planned_links",
    "planned_users",
    "remembered_layout",
    "result_rows",
    "rules_of",
    "shows_everything",
    "uai_of",
    "undoable_run",
    "unlinked",
    "unlinked_of",
    "user_review",
    "waiting_run",
    "without_password",
]
