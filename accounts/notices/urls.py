"""Addresses of « Notifications »."""

from django.urls import path

from accounts.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("choix/", views.choose, name="choose_notices"),
    path("lues/", views.read_all, name="read_notices"),
    path("arreter/<str:token>/", views.stop_mails, name="stop_notice_mails"),
    path("<int:pk>/ouvrir/", views.open_notice, name="open_notice"),
    path("<int:pk>/lue/", views.read_one, name="read_notice"),
]
