"""When something that has to happen again and again happened last."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Beat(models.Model):
    """The last time of one chore, by its name: the worker's look round, retention, a backup."""

    WORKER, RETENTION, BACKUP = "worker", "retention", "backup"

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("chore")
        verbose_name_plural = _("chores")

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M}"
