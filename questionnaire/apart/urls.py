"""Every address of answering apart."""

from django.urls import path

from questionnaire.apart.views import settling, sheets

urlpatterns = [
    path("a/<uuid:assessment>/apart/", sheets.apart, name="apart"),
    path("a/<uuid:assessment>/apart/lay-open/", sheets.lay_open, name="lay-open"),
    path("a/<uuid:assessment>/apart/stop/", sheets.stop_apart, name="stop-apart"),
    path("a/<uuid:assessment>/apart/close/", sheets.close_apart, name="close-apart"),
    path("a/<uuid:assessment>/apart/differences/", settling.differences, name="apart-differences"),
    path(
        "a/<uuid:assessment>/apart/differences/<slug:question>/",
        settling.settle,
        name="apart-settle",
    ),
]
