"""What is kept of official documents: where each class stands, what teachers wrote, how documents are made."""

from bilans.models.configuration import (
    APPRECIATION_LENGTH,
    ClassConfiguration,
    Configuration,
    Layout,
    LookBackChoice,
    MeanScale,
)
from bilans.models.entries import (
    LONGEST_TEXT,
    Appreciation,
    AppreciationChange,
    Fault,
    Gesture,
    Origin,
    Position,
    Section,
)
from bilans.models.statuses import DocumentStatus, Status

__all__ = [
    "APPRECIATION_LENGTH",
    "LONGEST_TEXT",
    "Appreciation",
    "AppreciationChange",
    "ClassConfiguration",
    "Configuration",
    "DocumentStatus",
    "Fault",
    "Gesture",
    "Layout",
    "LookBackChoice",
    "MeanScale",
    "Origin",
    "Position",
    "Section",
    "Status",
]
