"""Addresses of « Élève qui change d'établissement »."""

from django.urls import path

from imports.results import views

urlpatterns = [
    path("resultats-transferes/", views.transfer, name="transfer_results"),
    path("resultats-transferes/remettre/", views.give, name="give_results"),
    path("resultats-transferes/recevoir/", views.send, name="send_results"),
    path("resultats-transferes/verifier/", views.review, name="review_results"),
    path("resultats-transferes/abandonner/", views.give_up, name="give_results_up"),
    path("resultats-transferes/<int:pk>/", views.received, name="received_results"),
    path("resultats-transferes/<int:pk>/retirer/", views.take_back, name="take_results_back"),
]
