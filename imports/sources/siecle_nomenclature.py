"""The lists of codes of the second degree: Nomenclature.xml of Siècle."""

from collections.abc import Mapping

from imports.brought.extraction import Extraction, IncomingMatiere, UnreadableFile
from imports.enums import Audience
from imports.reading import kinds
from imports.reading.documents import DocumentSource, Origin, origin_of_siecle
from imports.sources import sources
from sacoche.kit.files.xml import records, text
from sacoche.kit.names import clean_text, upper

_PARAMETERS = "PARAMETRES"
_MATIERE = "DONNEES/MATIERES/MATIERE"


class SiecleNomenclature(DocumentSource):
    """Matières and programmes: nobody is imported, the file is kept for the exports that need its codes."""

    code = "siecle_nomenclature"
    audience = Audience.NOBODY
    group = kinds.SIECLE
    group_advice = "recommandé pour le second degré"
    title = kinds.NOMENCLATURE
    option = "Importer les nomenclatures (codes des matières et des formations)"
    file_hint = "Nomenclature.xml (ou ExportXML_Nomenclature.zip)"
    help_label = "DOC : Import d'utilisateurs depuis Siècle et STS-Web"
    help_short_label = "DOC : import depuis Siècle et STS-Web"
    help_url_name = "imports:help_siecle"
    steps = ("fichier", "extraction", "nettoyage")
    roots = ("BEE_NOMENCLATURES",)
    wanted = "l'export « Nomenclature » de Siècle"

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The matières of the file. Raises UnreadableFile."""
        origin, matieres = Origin("", None), {}
        with self.open(data) as document:
            for path, element in records(document, {_PARAMETERS, _MATIERE}):
                if path == _PARAMETERS:
                    origin = origin_of_siecle(element)
                elif reference := upper(text(element, "CODE_GESTION")):
                    label = text(element, "LIBELLE_EDITION") or text(element, "LIBELLE_LONG") or reference
                    matieres[reference] = IncomingMatiere(reference, clean_text(label))
        if not matieres:
            raise UnreadableFile(
                "Ce fichier ne contient aucune matière : refaites l'export « Nomenclature » de Siècle."
            )
        return Extraction(matieres=[matieres[key] for key in sorted(matieres)], uai=origin.uai, year=origin.year)


sources.register(SiecleNomenclature())
