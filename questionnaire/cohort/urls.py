"""Every address of accelerators and their cohorts; those of a venture's own pages stand in
questionnaire/urls.py."""

from django.urls import path

from questionnaire.cohort import views as cohort
from questionnaire.cohort.inviting.views import invitations as inviting
from questionnaire.cohort.inviting.views import joining, reminders
from questionnaire.cohort.inviting.views import settings as settings_of
from questionnaire.cohort.pack import views as packs
from questionnaire.cohort.standing import views as standing
from questionnaire.cohort.tenants import views as tenants

urlpatterns = [
    # accelerators and their members
    path("accelerators/join/<str:token>/", tenants.join_accelerator, name="join-accelerator"),
    path("accelerators/refuse/<str:token>/", tenants.refuse, name="refuse-hand-over"),
    path("accelerators/<uuid:accelerator>/", tenants.accelerator, name="accelerator"),
    path(
        "accelerators/<uuid:accelerator>/delete/",
        tenants.delete_accelerator,
        name="delete-accelerator",
    ),
    path(
        "accelerators/<uuid:accelerator>/members/<int:member>/",
        tenants.accelerator_member,
        name="accelerator-member",
    ),
    path(
        "accelerators/<uuid:accelerator>/invitations/<uuid:invitation>/",
        tenants.accelerator_invitation,
        name="accelerator-invitation",
    ),
    path(
        "accelerators/<uuid:accelerator>/second-factor/",
        tenants.second_factor,
        name="second-factor",
    ),
    path(
        "accelerators/<uuid:accelerator>/second-factor/needed/",
        tenants.factor_needed,
        name="factor-needed",
    ),
    path("accelerators/<uuid:accelerator>/cohorts/new/", settings_of.new_cohort, name="new-cohort"),
    # inviting into a cohort, and joining one
    path("cohorts/<uuid:cohort>/settings/", settings_of.cohort_settings, name="cohort-settings"),
    path("cohorts/<uuid:cohort>/close/", settings_of.close, name="close-cohort"),
    path("cohorts/<uuid:cohort>/invite/", inviting.invite, name="cohort-invite"),
    path("cohorts/<uuid:cohort>/invitations/", inviting.invitations, name="cohort-invitations"),
    path(
        "cohorts/<uuid:cohort>/invitations/<uuid:invitation>/",
        inviting.invitation,
        name="cohort-invitation",
    ),
    path("cohorts/<uuid:cohort>/links/", inviting.join_links, name="join-links"),
    path("cohorts/<uuid:cohort>/links/<uuid:link>/", inviting.join_link, name="join-link"),
    path("cohorts/<uuid:cohort>/reminders/", reminders.reminders, name="reminders"),
    path("cohorts/<uuid:cohort>/reminders/<uuid:reminder>/", reminders.reminder, name="reminder"),
    path("invited/<str:token>/", joining.invited, name="invited"),
    path("invited/<str:token>/venture/", joining.invited_venture, name="invited-venture"),
    path("no-reminders/<str:token>/", reminders.no_reminders, name="no-reminders"),
    # reading a cohort
    path("cohorts/", cohort.cohorts, name="cohorts"),
    path("cohorts/<uuid:cohort>/", standing.cohort, name="cohort"),
    path("cohorts/<uuid:cohort>/side-by-side/", standing.side_by_side, name="side-by-side"),
    path("cohorts/<uuid:cohort>.csv", standing.cohort_csv, name="cohort-csv"),
    path("cohorts/<uuid:cohort>.xlsx", standing.cohort_xlsx, name="cohort-xlsx"),
    path("cohorts/<uuid:cohort>.json", standing.cohort_json, name="cohort-json"),
    path("cohorts/<uuid:cohort>/packs/", packs.cohort_packs, name="cohort-packs"),
    path("cohorts/<uuid:cohort>/packs/<uuid:pack>.zip", packs.cohort_pack, name="cohort-pack"),
    path("cohorts/<uuid:cohort>/<uuid:enrolment>/", cohort.cohort_report, name="cohort-report"),
    path("cohorts/<uuid:cohort>/<uuid:enrolment>/interview/", cohort.interview, name="interview"),
]
