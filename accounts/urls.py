"""Addresses of sign-in and of the pages about people."""

from django.urls import include, path

from accounts.views import entrance, journal, messages, session

app_name = "accounts"

urlpatterns = [
    path("", entrance.entrance, name="sign_in"),
    # The name of the script in the addresses that guides and favourites have kept.
    path("index.php", entrance.entrance, name="index_php"),
    path("etablissements/", entrance.school_search, name="school_search"),
    path("deconnexion/", session.sign_out, name="sign_out"),
    path("activation/", session.activation, name="activation"),
    path("session/", session.session_state, name="session"),
    path("", include("accounts.outside_urls")),
    path("mon-compte/", include("accounts.own_urls")),
    path("acces/", include("accounts.access_urls")),
    path("messages-accueil/", messages.messages, name="messages"),
    path("messages-accueil/<int:pk>/modifier/", messages.edit_message, name="edit_message"),
    path("messages-accueil/<int:pk>/supprimer/", messages.remove_message, name="remove_message"),
    path("", include("accounts.grid_urls")),
    path("", include("accounts.people_urls")),
    path("journal/", journal.journal, name="journal"),
    path("journal/telecharger/", journal.download_journal, name="download_journal"),
]
