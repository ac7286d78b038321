"""Addresses of people who are not signed in and ask for help."""

from django.urls import path

from entrance.outside import views

urlpatterns = [
    path("identifiants-perdus/", views.ask_for_codes, name="lost"),
    path("identifiants-perdus/<int:pk>/<str:token>/", views.choose_password, name="choose_password"),
    path("contacter/", views.contact, name="contact"),
    path("contacter/code/", views.contact_code, name="contact_code"),
    path("contacter/<int:pk>/classer/", views.close_contact, name="close_contact"),
]
