"""Addresses of the entrance, of leaving and of the first sign-in."""

from django.urls import path

from accounts.entrance.views import entrance, proving, session

urlpatterns = [
    path("", entrance.entrance, name="sign_in"),
    # The name of the script in the addresses that guides and favourites have kept.
    path("index.php", entrance.entrance, name="index_php"),
    path("etablissements/", entrance.school_search, name="school_search"),
    path("deconnexion/", session.sign_out, name="sign_out"),
    path("activation/", session.activation, name="activation"),
    path("preuve/ent/", proving.prove_through_ent, name="prove_through_ent"),
    path("session/", session.session_state, name="session"),
]
