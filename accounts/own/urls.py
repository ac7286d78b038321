"""Addresses of what everybody reads and changes of his own account."""

from django.urls import path

from accounts.own import views

urlpatterns = [
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
    path("mot-de-passe/", views.password, name="password"),
    path("nouveau-mot-de-passe/", views.renew_password, name="renew_password"),
    path("e-mail/", views.email, name="email"),
    path("e-mail/confirmer/<str:token>/", views.confirm_email, name="confirm_email"),
    path("daltonisme/", views.patterns, name="patterns"),
    path("blocs/", views.fold, name="fold"),
]
