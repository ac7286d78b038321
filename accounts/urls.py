"""Addresses of sign-in and of the pages about people."""

from django.urls import include, path

from accounts.views import journal, pupils, session, staff

app_name = "accounts"

urlpatterns = [
    path("", session.sign_in, name="sign_in"),
    path("etablissements/", session.school_search, name="school_search"),
    path("deconnexion/", session.sign_out, name="sign_out"),
    path("activation/", session.activation, name="activation"),
    path("session/", session.session_state, name="session"),
    path("mon-compte/", include("accounts.own_urls")),
    path("acces/", include("accounts.access_urls")),
    path("personnels/", staff.staff, name="staff"),
    path("personnels/ajouter/", staff.add_staff, name="add_staff"),
    path("personnels/<int:pk>/modifier/", staff.edit_staff, name="edit_staff"),
    path("personnels/<int:pk>/mot-de-passe/", staff.give_staff_password, name="give_staff_password"),
    path("personnels/<int:pk>/retirer/", staff.retire_staff, name="retire_staff"),
    path("personnels/<int:pk>/reintegrer/", staff.reinstate_staff, name="reinstate_staff"),
    path("", include("accounts.grid_urls")),
    path("eleves/", pupils.pupils, name="pupils"),
    path("eleves/ajouter/", pupils.add_pupil, name="add_pupil"),
    path("eleves/<int:pk>/modifier/", pupils.edit_pupil, name="edit_pupil"),
    path("eleves/<int:pk>/mot-de-passe/", pupils.give_pupil_password, name="give_pupil_password"),
    path("eleves/<int:pk>/sortie/", pupils.retire_pupil, name="retire_pupil"),
    path("eleves/<int:pk>/reintegrer/", pupils.reinstate_pupil, name="reinstate_pupil"),
    path("journal/", journal.journal, name="journal"),
    path("journal/telecharger/", journal.download_journal, name="download_journal"),
]
