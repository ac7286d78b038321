"""Addresses of relevés and synthèses: those of each document come from its declaration."""

from django.urls import URLPattern, include, path

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
    path("impression/", include("bilans.printing.urls")),
    path("archives/", include("bilans.archives.urls")),
    path("conseil-de-classe/", include("bilans.council.urls")),
]
