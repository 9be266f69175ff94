"""Every address of reviews."""

from django.urls import path

from questionnaire.review.assigning import views as assigning
from questionnaire.review.deciding import views as deciding
from questionnaire.review.handling import views as handling
from questionnaire.review.reviewing import views as reviewing
from questionnaire.review.setting_up import views as setting_up

urlpatterns = [
    path("reviews/", reviewing.my_reviews, name="my-reviews"),
    path("reviews/<uuid:review>/", reviewing.review, name="review"),
    path("cohorts/<uuid:cohort>/reviews/", reviewing.review_queue, name="review-queue"),
    path("cohorts/<uuid:cohort>/rubric/", setting_up.review_rubric, name="review-rubric"),
    path(
        "cohorts/<uuid:cohort>/rubric/settings/",
        setting_up.review_settings,
        name="review-settings",
    ),
    path("cohorts/<uuid:cohort>/assignment/", assigning.review_assign, name="review-assign"),
    path("cohorts/<uuid:cohort>/results/", deciding.review_results, name="review-results"),
    path(
        "cohorts/<uuid:cohort>/results.csv",
        deciding.review_results_csv,
        name="review-results-csv",
    ),
    path(
        "cohorts/<uuid:cohort>/<uuid:enrolment>/reviews/",
        handling.review_venture,
        name="review-venture",
    ),
]
