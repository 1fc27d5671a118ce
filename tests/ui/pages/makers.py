"""Invented screenings put into a real store, and what can be read on a page."""

import os

from PySide6.QtWidgets import QLabel

from posko_app.domain.screening import Draft
from posko_app.i18n import load_catalogue

CATALOGUE = load_catalogue()
FIRST, SECOND = "arus tenang melintas kebun jeruk", "gunung biru menari di laut"
NAMES = ("CONTOH PETUGAS SATU", "CONTOH PETUGAS DUA")


def screen(desk, clock, name="CONTOH NAMA SATU", **answers):
    clock.forward(minutes=1)
    known = {"traveller.name": name, "decision": "boleh", **answers}
    draft = Draft(os.urandom(16).hex(), known, clock(), clock())
    return desk.screening.record(draft).result().subject


def disagree(desk, subject):
    """Two officers correct the same field without knowing of each other."""
    seen = desk.screening.show(subject).result().frontier
    for place in ("BTH", "DPS"):
        desk.screening.correct(
            subject, changes={"departure.to": place}, reason="Tiket.", based_on=seen
        ).result()


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
