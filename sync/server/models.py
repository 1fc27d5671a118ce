"""The centre's tables: what devices sent, where it stands in the log, and who may send.

Entries, parts and positions only ever grow; triggers of the first migration say so to whoever
writes SQL by hand, and the log proves it to whoever gets past them. References to an entry carry
no database constraint: should a row be deleted all the same, its position stays and says what is
missing, and the next push of that entry puts it back.

Basis: SRC-FORMAT, "Feeds and log at the centre".
"""

# The types of fields are what Django makes of them at run time.
# mypy: disable-error-code="var-annotated,type-arg,no-any-return"

from typing import ClassVar

from django.db import models

from sync.protocol.ids import EPOCH_HEX, HASH_HEX, SUBJECT_HEX
from sync.protocol.messages import State
from sync.server.fields import BytesField

UUID_CHARACTERS = 36
CODE_CHARACTERS = 32
NAME_CHARACTERS = 200
PART_NAME_CHARACTERS = 100  # ours have ten; a longer one is no name


def _hash_field(**options: object) -> models.CharField:
    return models.CharField(max_length=HASH_HEX, **options)  # type: ignore[arg-type]


class Post(models.Model):
    """A checkpoint; its id names the feed of its devices."""

    id = models.SlugField(primary_key=True, max_length=CODE_CHARACTERS)
    name = models.CharField("nama", max_length=NAME_CHARACTERS, blank=True)
    created_at = models.DateTimeField("dibuat")

    class Meta:
        """Words of the console."""

        verbose_name = "pos"
        verbose_name_plural = "pos"

    def __str__(self) -> str:
        return self.name or self.id


class Feed(models.Model):
    """One log: its size, the frontier it grows from, and whether it is being rebuilt.

    The row is the counter of its positions and is locked while they are given.
    """

    id = models.CharField(primary_key=True, max_length=CODE_CHARACTERS)
    generation = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    frontier = BytesField(default=b"")  # 32 bytes a peak, the largest subtree first
    root = _hash_field(default="")
    epoch = models.CharField(max_length=EPOCH_HEX)  # of the centre's own chain in this feed
    rebuild_size = models.PositiveBigIntegerField(null=True)  # None: not in rebuild
    rebuild_root = _hash_field(default="")
    rebuild_since = models.DateTimeField(null=True)  # a restore: each device must show itself first
    # Of the shared feed: entries of all posts together in its newest `heads` entry, and when.
    stated_size = models.PositiveBigIntegerField(default=0)
    stated_at = models.DateTimeField(null=True)

    class Meta:
        """Words of the console."""

        verbose_name = "umpan"
        verbose_name_plural = "umpan"

    def __str__(self) -> str:
        return self.id


class Device(models.Model):
    """A laptop that was enrolled with a code."""

    class DeviceState(models.TextChoices):
        """Whether its requests are answered."""

        ACTIVE = "active", "aktif"
        SUSPENDED = "suspended", "ditangguhkan"  # its chain forked; a person decides
        REVOKED = "revoked", "dicabut"

    fingerprint = _hash_field(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, verbose_name="pos")
    post_id: str
    sign_key = _hash_field()  # raw Ed25519 public key, hex
    seal_key = _hash_field()  # raw X25519 public key, hex
    deployment = models.CharField(max_length=CODE_CHARACTERS)
    state = models.CharField(
        max_length=CODE_CHARACTERS, choices=DeviceState, default=DeviceState.ACTIVE
    )
    epoch = models.CharField(max_length=EPOCH_HEX, blank=True)  # the newest one it opened
    enrolled_at = models.DateTimeField("didaftarkan")
    lease_secret = BytesField()  # sealed with the key of the parts
    lease_until = models.DateTimeField("masa pakai sampai")
    last_contact_at = models.DateTimeField("kontak terakhir", null=True)
    clock_offset_ms = models.BigIntegerField("selisih jam (ms)", null=True)  # centre minus device
    program = models.CharField("versi program", max_length=CODE_CHARACTERS, blank=True)
    waiting = models.PositiveIntegerField("menunggu", default=0)

    class Meta:
        """Words of the console."""

        verbose_name = "perangkat"
        verbose_name_plural = "perangkat"

    def __str__(self) -> str:
        return self.fingerprint[:8]


class EnrolmentCode(models.Model):
    """A one-time code that was made for a post; only the hash of its secret is here."""

    secret_hash = _hash_field(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, verbose_name="pos")
    post_id: str
    made_at = models.DateTimeField("dibuat")
    expires_at = models.DateTimeField("berlaku sampai")
    used_at = models.DateTimeField("dipakai", null=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True)
    device_id: str | None

    class Meta:
        """Words of the console."""

        verbose_name = "kode pendaftaran"
        verbose_name_plural = "kode pendaftaran"


class Entry(models.Model):
    """An entry's header and signature as they came; the other columns repeat the header."""

    id = models.CharField(primary_key=True, max_length=UUID_CHARACTERS)
    header = BytesField()
    signature = BytesField()
    hash = _hash_field()
    kind = models.CharField("jenis", max_length=CODE_CHARACTERS)
    subject = _hash_field()
    device = _hash_field()
    epoch = models.CharField(max_length=EPOCH_HEX)
    seq = models.PositiveBigIntegerField()
    signer = _hash_field()
    received_at = models.DateTimeField("diterima")
    state = models.CharField(max_length=CODE_CHARACTERS, default=State.STORED.value)
    reason = models.CharField("alasan", max_length=CODE_CHARACTERS, blank=True)

    class Meta:
        """Words of the console; one entry at a place of a chain."""

        verbose_name = "entri"
        verbose_name_plural = "entri"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "epoch", "seq"], name="centre_entry_place")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["received_at"],
                name="centre_entry_quarantined",
                condition=models.Q(state=State.QUARANTINED.value),
            )
        ]

    def __str__(self) -> str:
        return self.id


def _entry_reference() -> models.ForeignKey:
    return models.ForeignKey(
        Entry, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )


class Part(models.Model):
    """A part's bytes; `sealed` is the number of the key they are sealed with, 0 in clear."""

    pk = models.CompositePrimaryKey("entry_id", "name")
    entry = _entry_reference()
    name = models.CharField(max_length=PART_NAME_CHARACTERS)
    stored = BytesField()
    sealed = models.PositiveSmallIntegerField(default=0)


class Erasure(models.Model):
    """A part that an erasure entry removed; without such a row no part can be deleted."""

    pk = models.CompositePrimaryKey("entry_id", "part")
    entry = _entry_reference()
    part = models.CharField(max_length=PART_NAME_CHARACTERS)
    by_entry = models.CharField(max_length=UUID_CHARACTERS)


class Position(models.Model):
    """An entry's place in a feed, with its leaf and the log's root at that size (32 bytes)."""

    pk = models.CompositePrimaryKey("feed_id", "generation", "position")
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, db_index=False)
    generation = models.PositiveIntegerField(default=0)
    position = models.PositiveBigIntegerField()
    entry = _entry_reference()
    leaf = BytesField()
    root = BytesField()

    class Meta:
        """Found from the entry too."""

        indexes: ClassVar = [
            # All three: SQLite, which keeps no statistics, would else walk a whole feed instead.
            models.Index(fields=["entry", "feed", "generation"], name="centre_position_entry")
        ]


class ChainSigner(models.Model):
    """A signer as one device's chain knows him; together the rows are that chain's book."""

    pk = models.CompositePrimaryKey("device", "key")
    device = _hash_field()
    key = _hash_field()  # fingerprint
    sign_key = _hash_field()  # raw public key, hex
    person = models.CharField(max_length=SUBJECT_HEX)
    role = models.CharField(max_length=CODE_CHARACTERS)
    active = models.BooleanField(default=True)


class Officer(models.Model):
    """An officer's key as all posts see it: introduced, confirmed by the centre, or gone."""

    class OfficerState(models.TextChoices):
        """What is known of the key."""

        INTRODUCED = "introduced", "belum dikonfirmasi pusat"
        CONFIRMED = "confirmed", "dikonfirmasi"
        REMOVED = "removed", "dihapus oleh pos"
        REVOKED = "revoked", "dicabut oleh pusat"

    key = _hash_field(primary_key=True)  # fingerprint of the signing key
    sign_key = _hash_field()  # raw public key, hex
    person = models.CharField(max_length=SUBJECT_HEX)
    device = _hash_field()  # where he was introduced
    role = models.CharField("peran", max_length=CODE_CHARACTERS)
    state = models.CharField(
        max_length=CODE_CHARACTERS, choices=OfficerState, default=OfficerState.INTRODUCED
    )
    entry = models.CharField(max_length=UUID_CHARACTERS)  # the officer entry that says so
    confirmed_at = models.DateTimeField("dikonfirmasi", null=True)

    class Meta:
        """Words of the console."""

        verbose_name = "petugas"
        verbose_name_plural = "petugas"
        indexes: ClassVar = [models.Index(fields=["person"], name="centre_officer_person")]

    def __str__(self) -> str:
        return self.key[:8]


class Fork(models.Model):
    """A second entry at a place of a chain that was taken already; both are kept."""

    device = _hash_field()
    epoch = models.CharField(max_length=EPOCH_HEX)
    seq = models.PositiveBigIntegerField()
    hash = _hash_field(unique=True)
    header = BytesField()
    signature = BytesField()
    parts = BytesField()  # all parts together, sealed with the key of the parts
    received_at = models.DateTimeField("diterima")

    class Meta:
        """Words of the console."""

        verbose_name = "cabang rantai"
        verbose_name_plural = "cabang rantai"


class Alarm(models.Model):
    """Something a person must see; the same code, feed, position and device is one alarm."""

    code = models.CharField("kode", max_length=CODE_CHARACTERS)
    feed = models.CharField("umpan", max_length=CODE_CHARACTERS, blank=True)
    position = models.PositiveBigIntegerField("posisi", default=0)
    device = models.CharField("perangkat", max_length=HASH_HEX, blank=True)
    detail = models.JSONField("rincian", default=dict)  # hashes and counts only
    first_at = models.DateTimeField("pertama")
    last_at = models.DateTimeField("terakhir")
    ended_at = models.DateTimeField("berakhir", null=True)

    class Meta:
        """Words of the console; a standing alarm is there once."""

        verbose_name = "alarm"
        verbose_name_plural = "alarm"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "feed", "position", "device"],
                condition=models.Q(ended_at=None),
                name="centre_alarm_standing",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Witness(models.Model):
    """The newest checkpoint of a feed that a device showed: what it can prove against us."""

    pk = models.CompositePrimaryKey("feed", "device")
    feed = models.CharField(max_length=CODE_CHARACTERS)
    device = _hash_field()
    generation = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    root = _hash_field()
    body = BytesField()
    signature = BytesField()
    at = models.DateTimeField()


class Offer(models.Model):
    """An entry that a device offered to a feed in rebuild and whose turn has not come."""

    feed = models.CharField(max_length=CODE_CHARACTERS)
    position = models.PositiveBigIntegerField()
    hash = _hash_field()
    header = BytesField()
    signature = BytesField()
    parts = BytesField()  # all parts and what was erased, sealed with the parts' key
    device = _hash_field()  # who offered it

    class Meta:
        """Devices may say different things about a position, but each only one."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["feed", "position", "device"], name="centre_offer_device"
            )
        ]
