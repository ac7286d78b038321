"""Addresses of relevés and synthèses: those of each document come from its declaration."""

from django.urls import URLPattern, include, path

from bilans.absences.views import files as absence_files
from bilans.absences.views import history as absence_history
from bilans.absences.views import page as absences
from bilans.reports.registry import shown_reports
from bilans.views import files, pages, why

app_name = "bilans"


def _addresses() -> list[URLPattern]:
    found = []
    for report, page in shown_reports():
        address = f"releves/{page.path}/"
        found += [
            path(address, pages.page_of(report, page), name=report.code),
            path(f"{address}pourquoi/", why.why_of(report, page), name=f"{report.code}_why"),
            path(f"{address}fichier/", files.make_of(report, page), name=f"{report.code}_make"),
        ]
    return found


urlpatterns = [
    path("releves/", pages.index, name="index"),
    path("releves/modeles/", pages.presets, name="presets"),
    path("releves/fichiers/<str:token>/", files.file, name="file"),
    path("releves/fichiers/<str:token>/prendre/", files.download, name="download"),
    path("releves/couleurs/<int:version>.css", pages.style, name="style"),
    *_addresses(),
    path("bilans-officiels/", include("bilans.officiels.urls")),
    path("absences/", absences.page, name="absences"),
    path("absences/tableau/", absences.table, name="absences_table"),
    path("absences/importer/", absence_files.send, name="absences_send"),
    path("absences/importer/verifier/", absence_files.preview, name="absences_preview"),
    path("absences/importer/abandonner/", absence_files.abandon, name="absences_abandon"),
    path("absences/enregistrements/<int:pk>/", absence_history.save, name="absences_save"),
    path("absences/eleves/<int:pk>/", absence_history.pupil, name="absences_pupil"),
    path("impression/", include("bilans.printing.urls")),
    path("archives/", include("bilans.archives.urls")),
    path("conseil-de-classe/", include("bilans.council.urls")),
]
