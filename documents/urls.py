"""Addresses of this app."""

from django.urls import path

from documents.views import jobs, transmitted

app_name = "documents"

urlpatterns = [
    path("travaux/", jobs.jobs, name="jobs"),
    path("travaux/bandeau/", jobs.strip, name="strip"),
    path("travaux/<uuid:uuid>/", jobs.job, name="job"),
    path("travaux/<uuid:uuid>/etat/", jobs.job_state, name="job_state"),
    path("travaux/<uuid:uuid>/annuler/", jobs.cancel, name="cancel_job"),
    path("travaux/<uuid:uuid>/lu/", jobs.read, name="read_job"),
    path("transmis/<str:token>/", transmitted.transmitted, name="transmitted"),
]
