"""Addresses of the pages about the school's structure."""

from django.urls import path

from schools.views import identity, matieres, niveaux, periods, places

app_name = "schools"

urlpatterns = [
    path("etablissement/", identity.edit_identity, name="identity"),
    path("etablissement/logo/", identity.set_logo, name="set_logo"),
    path("etablissement/logo/retirer/", identity.remove_logo, name="remove_logo"),
    path("etablissement/logo/<slug:digest>.png", identity.logo, name="logo"),
    path("niveaux/", niveaux.niveaux, name="niveaux"),
    path("niveaux/<int:pk>/ajouter/", niveaux.activate_niveau, name="activate_niveau"),
    path("niveaux/<int:pk>/retirer/", niveaux.deactivate_niveau, name="deactivate_niveau"),
    path("niveaux/creer/", niveaux.add_own_niveau, name="add_own_niveau"),
    path("niveaux/<int:pk>/modifier/", niveaux.edit_own_niveau, name="edit_own_niveau"),
    path("niveaux/<int:pk>/supprimer/", niveaux.delete_niveau, name="delete_niveau"),
    path("matieres/", matieres.matieres, name="matieres"),
    path("matieres/ajouter/", matieres.add_own_matiere, name="add_own_matiere"),
    path("matieres/liste-nationale/<str:reference>/", matieres.add_national_matiere, name="add_national_matiere"),
    path("matieres/<int:pk>/modifier/", matieres.edit_own_matiere, name="edit_own_matiere"),
    path("matieres/<int:pk>/supprimer/", matieres.delete_matiere, name="delete_matiere"),
    path("matieres/<int:pk>/usage/", matieres.set_matiere_usage, name="set_matiere_usage"),
    path("matieres/ordre/", matieres.order_of_matieres, name="order_matieres"),
    path("classes/", places.classes, name="classes"),
    path("classes/ajouter/", places.add_class, name="add_class"),
    path("classes/<int:pk>/modifier/", places.edit_class, name="edit_class"),
    path("classes/<int:pk>/supprimer/", places.delete_class, name="delete_class"),
    path("groupes/", places.groups, name="groups"),
    path("groupes/ajouter/", places.add_group, name="add_group"),
    path("groupes/<int:pk>/modifier/", places.edit_group, name="edit_group"),
    path("groupes/<int:pk>/supprimer/", places.delete_group, name="delete_group"),
    path("periodes/", periods.periods, name="periods"),
    path("periodes/habituelles/", periods.create_usual, name="create_usual"),
    path("periodes/ajouter/", periods.add_period, name="add_period"),
    path("periodes/<int:pk>/modifier/", periods.edit_period, name="edit_period"),
    path("periodes/<int:pk>/supprimer/", periods.remove_period, name="remove_period"),
    path("periodes/lire/", periods.read_dates, name="read_periods"),
    path("periodes/dates/", periods.period_dates, name="period_dates"),
    path("periodes/dates/<int:pk>/supprimer/", periods.remove_period_dates, name="remove_period_dates"),
]
