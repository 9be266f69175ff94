"""The one Django app."""

from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    """Named once; every stage's models carry its label."""

    name = "questionnaire"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "FMAssess"

    def ready(self) -> None:
        import fmassess.checks  # noqa: F401  (checks are registered)
        from questionnaire.people import (
            addresses,
            checks,  # noqa: F401  (registered too)
            second_factor,
            sign_ins,
        )

        addresses.listen()
        second_factor.listen()
        sign_ins.listen()
