"""Every address of the product."""

from django.urls import include, path

from accounts.urls import urlpatterns as of_accounts
from entrance.urls import urlpatterns as of_entrance
from sacoche import views
from sacoche.menu_views import menu_choice
from sacoche.offline import views as offline
from sacoche.search.views import search

# People come in, and are kept, under one name: `accounts:sign_in`, `accounts:pupils`.
_people = ([*of_entrance, *of_accounts], "accounts")

urlpatterns = [
    path("accueil/", views.home, name="home"),
    path("accueil/classes/", views.home_classes, name="home_classes"),
    path("chercher/", search, name="search"),
    path("menus/", menu_choice, name="menus"),
    path("aide/", views.help_index, name="help"),
    path("aide/tache/<slug:slug>/", views.help_page, name="help_page"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("sacoche.webmanifest", offline.manifest, name="manifest"),
    path("hors-connexion.js", offline.worker, name="offline_worker"),
    path("diagnostic/", views.diagnostic, name="diagnostic"),
    path("a-propos/", views.about, name="about"),
    path("conformite/", views.conformity, name="conformity"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("", include(_people)),
    path("", include("schools.urls")),
    path("", include("documents.urls")),
    path("", include("referentiels.urls")),
    path("", include("grids.urls")),
    path("", include("socle.urls")),
    path("", include("evaluations.urls")),
    path("", include("bilans.urls")),
    path("", include("imports.urls")),
    path("", include("exports.urls")),
    path("", include("operation.urls")),
]
handler400 = "sacoche.views.bad_request"
handler403 = "sacoche.views.forbidden"
handler404 = "sacoche.views.not_found"
handler500 = "sacoche.views.server_error"
