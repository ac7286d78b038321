"""How official documents are backed up and restored."""

from bilans.models import (
    Appreciation,
    AppreciationChange,
    ClassConfiguration,
    Configuration,
    DocumentStatus,
    Fault,
    Position,
)
from sacoche.kit.parts.saved import save

save(Configuration, holds={"without_mean": "des références de matières"})
save(ClassConfiguration)
save(DocumentStatus)
save(Appreciation)
save(AppreciationChange)
save(Position)
save(Fault)
