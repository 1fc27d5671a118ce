"""An invented centre: two posts, laptops in every state, officers, alarms, a quarantined entry."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.entry import fingerprint, seal_part

NAME = "CONTOH PETUGAS SATU"  # stands in one sealed part and must be seen by few
STORY = "CONTOH CERITA RAHASIA"
SALT = bytes(16)
ROLES = ("administrator", "pengawas", "auditor")
DEVICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))  # of the active laptop


@dataclass(frozen=True)
class Invented:
    """What stands in the centre, by the keys that pages ask for."""

    active: str
    suspended: str
    revoked: str
    waiting_officer: str
    confirmed_officer: str
    quarantined: str
    alarm: int
    fork: int


def key_of(number: int) -> tuple[str, str]:
    """An invented public key and its fingerprint, both hex."""
    own = DEVICE_KEY.public_key().public_bytes_raw()
    raw = own if number == 1 else bytes([number]) * 32
    return raw.hex(), fingerprint(raw)


def entry_id(number: int) -> str:
    """An invented UUIDv7."""
    return f"01930000-0000-7000-8000-{number:012x}"


def fill(centre, now: datetime | None = None) -> Invented:
    """Write the rows; the log is not a real one, so only what people see is tested with it."""
    from sync.server import models

    now = now or datetime.now(UTC)
    for post, name in (("el-tari", "Bandara El Tari"), ("tenau", "Pelabuhan Tenau")):
        models.Post.objects.create(id=post, name=name, created_at=now - timedelta(days=40))
        _feed(post, 1240, key_of(9)[1])
    _feed("shared", 87, key_of(8)[1])
    devices = [
        _device(centre, 1, "el-tari", "active", now, contact=timedelta(minutes=4)),
        _device(centre, 2, "tenau", "suspended", now, contact=timedelta(hours=30)),
        _device(centre, 3, "el-tari", "revoked", now, contact=timedelta(days=12)),
        _device(centre, 4, "tenau", "active", now, contact=timedelta(days=3)),
    ]
    _device(centre, 5, "el-tari", "active", now, contact=timedelta(minutes=1))
    officers = [_officer(centre, 11, devices[0], "introduced", now, name=NAME)]
    officers.append(_officer(centre, 12, devices[0], "confirmed", now, name="CONTOH PETUGAS DUA"))
    _officer(centre, 13, devices[3], "introduced", now, name="CONTOH PETUGAS TIGA")
    _officer(centre, 14, devices[3], "removed", now, name="CONTOH PETUGAS EMPAT")
    quarantined = _quarantined(centre, devices[0], now)
    alarm = _alarms(devices, now)
    fork = _fork(devices[1], now)
    _witnesses((devices[0], devices[3]), now)
    models.EnrolmentCode.objects.create(
        secret_hash="ab" * 32,
        post_id="tenau",
        made_at=now - timedelta(hours=2),
        expires_at=now + timedelta(hours=22),
    )
    return Invented(*devices[:3], *officers, quarantined, alarm, fork.pk)


def _feed(name, size, root) -> None:
    from sync.server import models

    peaks = bytes(32) * size.bit_count()  # as many as a log of that size has
    models.Feed.objects.create(id=name, size=size, root=root, frontier=peaks, epoch="0" * 16)


def _device(centre, number, post, state, now, *, contact) -> str:
    from sync.server import models

    sign_key, name = key_of(number)
    device = models.Device(
        fingerprint=name,
        post_id=post,
        sign_key=sign_key,
        seal_key=sign_key,
        deployment="training",
        state=state,
        enrolled_at=now - timedelta(days=30),
        lease_until=now - contact + timedelta(days=60),
        last_contact_at=now - contact,
        clock_offset_ms={2: 11 * 60 * 1000, 4: -3 * 3600 * 1000}.get(number, 800),
        program="0.4.0",
        waiting={4: 212, 1: 3}.get(number, 0),
    )
    device.lease_secret = centre.parts.seal(f"lease {name}".encode(), bytes(32))
    device.save()
    return name


def _entry(number, device, kind, now, **more) -> str:
    from sync.server import models

    models.Entry.objects.create(
        id=entry_id(number),
        header=b"{}",
        signature=bytes(64),
        hash=f"{number:064x}",
        kind=kind,
        subject=f"{number:032x}",
        device=device,
        epoch="0" * 16,
        seq=number,
        signer=device,
        received_at=now,
        **more,
    )
    return entry_id(number)


def _part(centre, entry, name, content) -> None:
    from sync.server import models

    stored, sealed = centre.parts.seal_part(entry, name, seal_part(content, SALT))
    models.Part.objects.create(entry_id=entry, name=name, stored=stored, sealed=sealed)


def _officer(centre, number, device, state, now, *, name) -> str:
    from sync.server import models

    sign_key, key = key_of(number)
    entry = _entry(number, device, "officer", now - timedelta(hours=number))
    _part(centre, entry, "identity", {"name": name})
    models.Officer.objects.create(
        key=key,
        sign_key=sign_key,
        person=f"{number:032x}",
        device=device,
        role="penyelia" if number == 11 else "petugas",
        state=state,
        entry=entry,
        confirmed_at=now - timedelta(days=2) if state == "confirmed" else None,
    )
    return key


def _quarantined(centre, device, now) -> str:
    entry = _entry(
        31,
        device,
        "sketch",
        now - timedelta(minutes=50),
        state="quarantined",
        reason="kind_unknown",
    )
    _part(centre, entry, "facts", {"colour": 3})
    _part(centre, entry, "notes", {"text": STORY})
    return entry


def _alarms(devices, now) -> int:
    from sync.server import models

    first = models.Alarm.objects.create(
        code="fork",
        feed="tenau",
        device=devices[1],
        detail={"epoch": "1" * 16, "seq": 7, "offered": key_of(21)[1]},
        first_at=now - timedelta(hours=30),
        last_at=now - timedelta(hours=2),
    )
    for code, ended in (("data_gone", False), ("rolled_back", True), ("a_newer_code", False)):
        models.Alarm.objects.create(
            code=code,
            feed="el-tari",
            position=417,
            detail={"count": 1},
            first_at=now - timedelta(days=3),
            last_at=now - timedelta(days=1),
            ended_at=now - timedelta(hours=20) if ended else None,
        )
    return first.pk


def _fork(device, now):
    from sync.server import models

    return models.Fork.objects.create(
        device=device,
        epoch="1" * 16,
        seq=7,
        hash=key_of(21)[1],
        header=b"{}",
        signature=bytes(64),
        parts=b"",
        received_at=now - timedelta(hours=30),
    )


def _witnesses(devices, now):
    from sync.server import models

    for number, device in enumerate(devices):
        models.Witness.objects.create(
            feed="el-tari" if number == 0 else "tenau",
            device=device,
            generation=0,
            size=1240 if number == 0 else 1239,
            root=key_of(9)[1],
            body=b"{}",
            signature=bytes(64),
            at=now - timedelta(hours=1),
        )
