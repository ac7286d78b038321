"""How a document is printed, as its options say."""

from bilans.paper.pieces import Paper
from bilans.reports.options import Options

PRINTING = ("orientation", "marge", "couleur", "fond", "legende", "pages")
LEAST_MARGIN, MOST_MARGIN = 5, 15


def printing_from(options: Options, paper: Paper) -> dict[str, int | bool]:
    """The fields of `bilans.paper.pdf.Printing`; plain, so that drawing is loaded only when something is drawn."""
    ways = {"auto": paper.is_landscape, "portrait": False, "paysage": True}
    return {
        "is_landscape": options.among("orientation", ways, "auto"),
        "margin": _margin(options),
        "is_grey": options.among("couleur", {"couleur": False, "gris": True}, "couleur"),
        "has_ground": options.among("fond", {"colore": True, "blanc": False}, "colore"),
        "has_legend": options.among("legende", {"oui": True, "non": False}, "oui"),
        "is_one_per_sheet": options.among("pages", {"une": True, "optimisees": False}, "une"),
    }


def _margin(options: Options) -> int:
    rule = f"Les marges vont de {LEAST_MARGIN} à {MOST_MARGIN} mm."
    return options.between("marge", LEAST_MARGIN, MOST_MARGIN, rule) if options.text("marge") else 10
