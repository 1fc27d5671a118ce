"""Posko: screening of departing workers at the checkpoint, for the people who do it."""

__version__ = "0.1.0"
