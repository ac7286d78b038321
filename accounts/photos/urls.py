"""Addresses of the photos of pupils."""

from django.urls import path

from accounts.photos import views

urlpatterns = [
    path("", views.trombinoscope, name="trombinoscope"),
    path("pdf/", views.trombinoscope_pdf, name="trombinoscope_pdf"),
    path("deposer/", views.place_photos, name="place_photos"),
    path("<int:pk>/", views.pupil_photo, name="pupil_photo"),
    path("<int:pk>/retirer/", views.remove_photo, name="remove_photo"),
    path("<int:pk>/<slug:digest>.jpg", views.photo, name="photo"),
]
