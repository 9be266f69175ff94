"""Tests of answering apart."""
