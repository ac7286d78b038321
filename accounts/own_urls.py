"""Addresses of what everybody reads and changes of his own account."""

from django.urls import path

from accounts.views import linking, own

urlpatterns = [
    path("donnees-personnelles/", own.personal_data, name="personal_data"),
    path("mot-de-passe/", own.password, name="password"),
    path("e-mail/", own.email, name="email"),
    path("daltonisme/", own.patterns, name="patterns"),
    path("blocs/", own.fold, name="fold"),
    path("bascule/", linking.linked_accounts, name="linked"),
    path("bascule/<int:pk>/", linking.switch, name="switch"),
    path("bascule/<int:pk>/delier/", linking.unlink, name="unlink"),
    path("sessions/", own.sessions, name="sessions"),
    path("sessions/fermer/", own.close_other_sessions, name="close_other_sessions"),
    path("sessions/<int:pk>/fermer/", own.close_session, name="close_session"),
]
