"""The verbs of an import: each is one transaction, safe to repeat, and refuses what is out of date.

Files are parsed and passwords hashed by the callers, before the transaction begins.
"""

from imports.services.guardians import apply_addresses, apply_guardianships
from imports.services.links import apply_links
from imports.services.runs import (
    FILES,
    ImportUnderWay,
    RunGone,
    cancel,
    choose_view,
    confirm_whole_school,
    extraction_summary,
    finish,
    keep_file,
    locked,
    purge_expired,
    purge_overdue_runs,
    read_upload,
    refuse_file,
    refuse_stale,
    remember_layout,
    stage_extraction,
    stage_upload,
    take_over,
)
from imports.services.structure import apply_classes, apply_groups, check_class_forms, class_summary
from imports.services.undo import NotUndoable, undo
from imports.services.users import apply_users, check_users, user_summary

__all__ = [
    "FILES",
    "ImportUnderWay",
    "NotUndoable",
    "RunGone",
    "apply_addresses",
    "apply_classes",
    "apply_groups",
    "apply_guardianships",
    "apply_links",
    "apply_users",
    "cancel",
    "check_class_forms",
    "check_users",
    "choose_view",
    "class_summary",
    "confirm_whole_school",
    "extraction_summary",
    "finish",
    "keep_file",
    "locked",
    "purge_expired",
    "purge_overdue_runs",
    "read_upload",
    "refuse_file",
    "refuse_stale",
    "remember_layout",
    "stage_extraction",
    "stage_upload",
    "take_over",
    "undo",
    "user_summary",
]
