"""Addresses of what everybody reads and changes of his own account."""

from django.urls import path

from accounts.own import linking_views, views

urlpatterns = [
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
    path("mot-de-passe/", views.password, name="password"),
    path("e-mail/", views.email, name="email"),
    path("e-mail/confirmer/<str:token>/", views.confirm_email, name="confirm_email"),
    path("daltonisme/", views.patterns, name="patterns"),
    path("blocs/", views.fold, name="fold"),
    path("bascule/", linking_views.linked_accounts, name="linked"),
    path("bascule/<int:pk>/", linking_views.switch, name="switch"),
    path("bascule/<int:pk>/delier/", linking_views.unlink, name="unlink"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/fermer/", views.close_other_sessions, name="close_other_sessions"),
    path("sessions/<int:pk>/fermer/", views.close_session, name="close_session"),
]
