"""Addresses of what is put on paper."""

from django.urls import path

from bilans.printing.views import printing, setup

urlpatterns = [
    path("", printing.printing, name="print"),
    path("mise-en-page/", setup.page_setup, name="page_setup"),
    path("signatures/", setup.signatures, name="signatures"),
    path("signatures/tampon/", setup.set_stamp, name="set_stamp"),
    path("signatures/la-mienne/", setup.set_signature, name="set_signature"),
    path("signatures/<int:pk>/retirer/", setup.remove_signature, name="remove_signature"),
    path("signatures/<slug:digest>.png", setup.signature, name="signature"),
    path("fichiers/<str:token>/", printing.printed, name="printed"),
    path("fichiers/<str:token>/prendre/", printing.take_printed, name="take_printed"),
]
