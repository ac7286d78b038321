"""Addresses of people who are not signed in and ask for help."""

from django.urls import path

from accounts.views import outside, spaces

urlpatterns = [
    path("identifiants-perdus/", outside.ask_for_codes, name="lost"),
    path("identifiants-perdus/<int:pk>/<str:token>/", outside.choose_password, name="choose_password"),
    path("premier-acces/<str:token>/", spaces.first_access, name="first_access"),
    path("demander-un-espace/", spaces.ask_for_space, name="ask_for_space"),
    path("contacter/", outside.contact, name="contact"),
    path("contacter/code/", outside.contact_code, name="contact_code"),
    path("contacter/<int:pk>/classer/", outside.close_contact, name="close_contact"),
]
