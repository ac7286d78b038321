"""Every address of this application, a room after the other; sacoche.urls names them with those of the entrance."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("mon-compte/", include("accounts.own.urls")),
    path("acces/", include("accounts.access.urls")),
    path("messages-accueil/", include("accounts.messages.urls")),
    path("notifications/", include("accounts.notices.urls")),
    path("groupes-de-besoin/", include("accounts.besoins.urls")),
    path("cartes/", include("accounts.cards.urls")),
    path("trombinoscope/", include("accounts.photos.urls")),
    path("", include("accounts.grids.urls")),
    path("", include("accounts.people.urls")),
    path("", include("accounts.guardians.urls")),
    path("utilisateurs/", include("accounts.merging.urls")),
    path("comptes-sortis/", include("accounts.departed.urls")),
    path("journal/", include("accounts.journal.urls")),
]
