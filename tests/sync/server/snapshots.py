"""The centre's tables as they stood, put back: what a restored backup or a copied file does."""

from collections.abc import Mapping, Sequence

from tests.sync.server.operations.tampering import disarm

Snapshot = Mapping[type, Sequence[Mapping[str, object]]]


def snapshot() -> Snapshot:
    return {model: list(model.objects.values(*_columns(model))) for model in _models()}


def put_back(taken: Snapshot) -> None:
    """Let the tables say what they said then; whoever does so has dropped the triggers."""
    from django.db import connection, transaction

    disarm()
    with transaction.atomic():
        with connection.cursor() as cursor:
            for model in reversed(_models()):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        for model in _models():
            model.objects.bulk_create([model(**row) for row in taken[model]])


def _models() -> list[type]:
    from sync.server import models

    first = [models.Post, models.Feed, models.Device, models.EnrolmentCode, models.Entry]
    then = [models.Part, models.Erasure, models.Position, models.ChainSigner, models.Officer]
    return [*first, *then, models.Fork, models.Alarm, models.Witness, models.Offer]


def _columns(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
