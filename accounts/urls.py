"""Addresses of sign-in and of the pages about people."""

from django.urls import path

from accounts.views import session

app_name = "accounts"

urlpatterns = [
    path("", session.sign_in, name="sign_in"),
    path("etablissements/", session.school_search, name="school_search"),
    path("deconnexion/", session.sign_out, name="sign_out"),
    path("activation/", session.activation, name="activation"),
    path("session/", session.session_state, name="session"),
]
