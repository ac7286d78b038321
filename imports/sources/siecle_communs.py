"""The school as Siècle knows it: Communs.xml."""

from collections.abc import Mapping

from imports.brought.extraction import Extraction, UnreadableFile
from imports.enums import Audience
from imports.reading import kinds
from imports.reading.documents import DocumentSource, Origin, origin_of_siecle
from imports.sources import sources
from sacoche.kit.files.xml import records


class SiecleCommuns(DocumentSource):
    """Identity and dates of the school: nobody is imported, the file is kept for the exports that need it."""

    code = "siecle_communs"
    audience = Audience.NOBODY
    group = kinds.SIECLE
    group_advice = "recommandé pour le second degré"
    title = kinds.COMMUNS
    option = "Importer les données communes de l'établissement (identité et dates de l'année)"
    file_hint = "Communs.xml (ou ExportXML_Communs.zip)"
    help_label = "DOC : Import d'utilisateurs depuis Siècle et STS-Web"
    help_short_label = "DOC : import depuis Siècle et STS-Web"
    help_url_name = "imports:help_siecle"
    steps = ("fichier", "extraction", "nettoyage")
    roots = ("BEE_COMMUN", "BEE_COMMUNS")
    wanted = "l'export « Exports communs » de Siècle"

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The school and the year that the file is of. Raises UnreadableFile."""
        origin = Origin("", None)
        with self.open(data) as document:
            for _path, element in records(document, {"PARAMETRES"}):
                origin = origin_of_siecle(element)
        if not origin.uai:
            raise UnreadableFile("Ce fichier ne dit pas de quel établissement il est : refaites l'export de Siècle.")
        return Extraction(uai=origin.uai, year=origin.year)


sources.register(SiecleCommuns())
