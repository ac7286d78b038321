"""Addresses of the pages that set the access of a school."""

from django.urls import path

from accounts.access import rights_views, views

urlpatterns = [
    path("profils/", views.profiles, name="profiles"),
    path("profils/<str:code>/", views.set_profile, name="set_profile"),
    path("autorisations/", rights_views.rights, name="rights"),
    path("autorisations/<str:code>/profils/<str:profile>/", rights_views.set_right, name="set_right"),
    path(
        "autorisations/<str:code>/restrictions/<str:restriction>/", rights_views.set_restriction, name="set_restriction"
    ),
    path("autorisations/<str:code>/defaut/", rights_views.reset_right, name="reset_right"),
    path("identifiants/", views.login_formats, name="login_formats"),
    path("identifiants/exemples/<str:profile>/", views.login_examples, name="login_examples"),
    path("heure-des-notifications/", views.hour_of_notices, name="hour_of_notices"),
    path("second-facteur/", views.factor_rules, name="factor_rules"),
    path("deconnexion-automatique/", views.idle_delays, name="idle_delays"),
    path("blocage/", views.closing, name="closing"),
    path("blocage/lever/", views.reopen, name="reopen"),
    path("redirection/", views.sign_out_url, name="sign_out_url"),
]
