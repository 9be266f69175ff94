"""A venture with its answers in, and its founder at a browser."""

from __future__ import annotations

import pytest
from django.test import Client

from questionnaire.assessment.models import Assessment
from tests.report.sent import answered, founder_of


@pytest.fixture
def assessment() -> Assessment:
    return answered("harbour-health")


@pytest.fixture
def founder(assessment: Assessment) -> Client:
    return founder_of(assessment.venture)
