"""Every address of the editors' desk, beside the workshop's own pages."""

from django.urls import path

from questionnaire.workshop import building, desk, inbox, previewing, translating

urlpatterns = [
    path("desk/<uuid:edition>/findings/", desk.findings, name="desk-findings"),
    path("desk/<uuid:edition>/texts/<str:language>/", translating.texts, name="desk-texts"),
    path(
        "desk/<uuid:edition>/preview/<str:language>/",
        previewing.start,
        name="desk-preview-start",
    ),
    path(
        "desk/<uuid:edition>/preview/<str:language>/<slug:category>/",
        previewing.preview,
        name="desk-preview",
    ),
    path("desk/inbox/", inbox.inbox, name="desk-inbox"),
    path("desk/<uuid:edition>/condition/", building.check, name="desk-told"),
    path("desk/condition/<slug:model>/<str:row>/", building.build, name="desk-condition"),
    path("desk/move/<slug:model>/<str:row>/", desk.move, name="desk-move"),
]
