"""Tests of the project around the product: settings, faults, health, headers, logs."""
