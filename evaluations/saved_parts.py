"""How the scale is backed up and restored."""

from evaluations.models import ScaleChange, ScaleSettings, SymbolImage
from sacoche.kit.parts.saved import save

_PLAIN = "des valeurs, des textes et des couleurs ; une image y est nommée par son empreinte"

save(ScaleSettings, holds={"codes": _PLAIN, "states": _PLAIN})
save(ScaleChange, holds={"before": _PLAIN, "after": _PLAIN})
save(SymbolImage)
