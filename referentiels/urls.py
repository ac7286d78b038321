"""Addresses of the référentiels: read by everybody, written by those whom the school chose."""

from django.urls import path

from referentiels.views import (
    bulk,
    comparing,
    content,
    files,
    making,
    merging,
    nodes,
    reading,
    resources,
    sharing,
    synthesis,
)

app_name = "referentiels"

urlpatterns = [
    path("referentiels/", reading.in_place, name="in_place"),
    path("referentiels/<int:pk>/", reading.tree, name="tree"),
    path("referentiels/gestion/", making.manage, name="manage"),
    path("referentiels/gestion/creer/", making.add, name="add"),
    path("referentiels/gestion/bibliotheque/<slug:code>/", making.offer, name="offer"),
    path("referentiels/gestion/<int:pk>/supprimer/", making.remove, name="remove"),
    path("referentiels/gestion/<int:pk>/partager/", sharing.give, name="share"),
    path("referentiels/gestion/<int:pk>/ne-plus-partager/", sharing.withdraw, name="unshare"),
    path("referentiels/gestion/partages/", sharing.shared, name="shared"),
    path("referentiels/gestion/partages/<int:key>/", sharing.copy, name="copy"),
    path("referentiels/gestion/importer/", files.bring_in, name="bring_in"),
    path("referentiels/gestion/<int:pk>/comparer/", comparing.comparison, name="compare"),
    path("referentiels/gestion/modele.csv", files.model, name="model"),
    path("referentiels/gestion/synthese/", synthesis.synthesis, name="synthesis"),
    path("referentiels/<int:pk>/fichier/<slug:file_format>/", files.export, name="export"),
    path("referentiels/<int:pk>/item/<int:key>/ressources/", resources.page, name="resources"),
    path("referentiels/ressources/", resources.choose, name="choose_resources"),
    path("referentiels/ressources/<int:pk>/", resources.items, name="resource_items"),
    path("referentiels/ressources/<int:pk>/<int:key>/", resources.attach, name="attach"),
    path("referentiels/ressources/fichier/<uuid:key>/", resources.give, name="resource_file"),
    path("referentiels/contenu/", content.choose, name="choose_content"),
    path("referentiels/contenu/<int:pk>/", content.content, name="content"),
    path("referentiels/contenu/<int:pk>/geste/", content.act, name="act"),
    path("referentiels/contenu/<int:pk>/presence/", content.presence, name="presence"),
    path("referentiels/contenu/<int:pk>/actions/", bulk.bulk, name="bulk"),
    path("referentiels/contenu/<int:pk>/changements/", bulk.changes, name="changes"),
    path("referentiels/contenu/<int:pk>/changements/<uuid:gesture>/annuler/", bulk.take_back, name="take_back"),
    path("referentiels/contenu/<int:pk>/ajouter/<slug:kind>/<int:parent>/", nodes.add_under, name="add_under"),
    path("referentiels/contenu/<int:pk>/item/<int:key>/fusionner/", merging.merge, name="merge"),
    path("referentiels/contenu/<int:pk>/<slug:kind>/<int:key>/", nodes.node, name="node"),
    path("referentiels/contenu/<int:pk>/<slug:kind>/<int:key>/deplacer/", nodes.move, name="move"),
    path("referentiels/contenu/<int:pk>/<slug:kind>/<int:key>/supprimer/", nodes.remove_node, name="remove_node"),
]
