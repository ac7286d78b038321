"""Addresses of the pages that set the access of a school."""

from django.urls import path

from accounts.cas import mode_views
from accounts.views import access, rights_grid

urlpatterns = [
    path("profils/", access.profiles, name="profiles"),
    path("profils/<str:code>/", access.set_profile, name="set_profile"),
    path("autorisations/", rights_grid.rights, name="rights"),
    path("autorisations/<str:code>/profils/<str:profile>/", rights_grid.set_right, name="set_right"),
    path(
        "autorisations/<str:code>/restrictions/<str:restriction>/", rights_grid.set_restriction, name="set_restriction"
    ),
    path("autorisations/<str:code>/defaut/", rights_grid.reset_right, name="reset_right"),
    path("identifiants/", access.login_formats, name="login_formats"),
    path("identifiants/exemples/<str:profile>/", access.login_examples, name="login_examples"),
    path("deconnexion-automatique/", access.idle_delays, name="idle_delays"),
    path("blocage/", access.closing, name="closing"),
    path("blocage/lever/", access.reopen, name="reopen"),
    path("mode-identification/", mode_views.sign_in_mode, name="sign_in_mode"),
    path("redirection/", access.sign_out_url, name="sign_out_url"),
]
