"""The product's own, which tries again sooner: a test waits for it."""

from questionnaire.management.commands import migrate


class Command(migrate.Command):
    """``manage.py migrate``."""

    pause = 0.2
