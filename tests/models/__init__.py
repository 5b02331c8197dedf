"""Tests of app.models, and the maker of random-weight models."""
