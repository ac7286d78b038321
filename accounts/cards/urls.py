"""Addresses of the cards of pupils, as those who print them see them."""

from django.urls import path

from accounts.cards import views

urlpatterns = [
    path("", views.cards, name="cards"),
    path("ouvrir/", views.open_cards, name="open_cards"),
    path("<int:pk>/imprimer/", views.print_cards, name="print_cards"),
    path("<int:pk>/<int:pupil>/retirer/", views.revoke_card, name="revoke_card"),
]
