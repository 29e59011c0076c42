"""The package's pages, where its own guide puts them."""

from django.urls import include, path

urlpatterns = [path("survey/", include("survey.urls"))]
