"""The package's pages, at the address of its own guide."""

from django.urls import include, path

urlpatterns = [path("survey/", include("survey.urls"))]
