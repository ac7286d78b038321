"""Addresses of people who are not signed in and ask for help."""

from django.urls import path

from accounts.views import outside

urlpatterns = [
    path("identifiants-perdus/", outside.ask_for_codes, name="lost"),
    path("identifiants-perdus/<int:pk>/<str:token>/", outside.choose_password, name="choose_password"),
    path("contacter/", outside.contact, name="contact"),
    path("contacter/code/", outside.contact_code, name="contact_code"),
    path("contacter/<int:pk>/classer/", outside.close_contact, name="close_contact"),
]
