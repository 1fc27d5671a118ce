"""The first tables of the centre."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from sync.server.fields import BytesField


class Migration(migrations.Migration):
    """Posts, feeds, devices, entries and what is known of them."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="ChainSigner",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "device",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("sign_key", models.CharField(max_length=64)),
                ("person", models.CharField(max_length=32)),
                ("role", models.CharField(max_length=32)),
                ("active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("sign_key", models.CharField(max_length=64)),
                ("seal_key", models.CharField(max_length=64)),
                ("deployment", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "aktif"),
                            ("suspended", "ditangguhkan"),
                            ("revoked", "dicabut"),
                        ],
                        default="active",
                        max_length=32,
                    ),
                ),
                ("epoch", models.CharField(blank=True, max_length=16)),
                ("enrolled_at", models.DateTimeField(verbose_name="didaftarkan")),
                ("lease_secret", BytesField()),
                ("lease_until", models.DateTimeField(verbose_name="masa pakai sampai")),
                (
                    "last_contact_at",
                    models.DateTimeField(null=True, verbose_name="kontak terakhir"),
                ),
                (
                    "clock_offset_ms",
                    models.BigIntegerField(null=True, verbose_name="selisih jam (ms)"),
                ),
                (
                    "program",
                    models.CharField(blank=True, max_length=32, verbose_name="versi program"),
                ),
                ("waiting", models.PositiveIntegerField(default=0, verbose_name="menunggu")),
            ],
            options={
                "verbose_name": "perangkat",
                "verbose_name_plural": "perangkat",
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("generation", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("frontier", BytesField(default=b"")),
                ("root", models.CharField(default="", max_length=64)),
                ("epoch", models.CharField(max_length=16)),
                ("rebuild_size", models.PositiveBigIntegerField(null=True)),
                ("rebuild_root", models.CharField(default="", max_length=64)),
                ("rebuild_since", models.DateTimeField(null=True)),
                ("stated_size", models.PositiveBigIntegerField(default=0)),
                ("stated_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "umpan",
                "verbose_name_plural": "umpan",
            },
        ),
        migrations.CreateModel(
            name="Fork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("epoch", models.CharField(max_length=16)),
                ("seq", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("header", BytesField()),
                ("signature", BytesField()),
                ("parts", BytesField()),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
            ],
            options={
                "verbose_name": "cabang rantai",
                "verbose_name_plural": "cabang rantai",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.SlugField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nama")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
            ],
            options={
                "verbose_name": "pos",
                "verbose_name_plural": "pos",
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "feed",
                        "device",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("feed", models.CharField(max_length=32)),
                ("device", models.CharField(max_length=64)),
                ("generation", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("body", BytesField()),
                ("signature", BytesField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, verbose_name="kode")),
                ("feed", models.CharField(blank=True, max_length=32, verbose_name="umpan")),
                ("position", models.PositiveBigIntegerField(default=0, verbose_name="posisi")),
                ("device", models.CharField(blank=True, max_length=64, verbose_name="perangkat")),
                ("detail", models.JSONField(default=dict, verbose_name="rincian")),
                ("first_at", models.DateTimeField(verbose_name="pertama")),
                ("last_at", models.DateTimeField(verbose_name="terakhir")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="berakhir")),
            ],
            options={
                "verbose_name": "alarm",
                "verbose_name_plural": "alarm",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("code", "feed", "position", "device"),
                        name="centre_alarm_standing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("header", BytesField()),
                ("signature", BytesField()),
                ("hash", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=32, verbose_name="jenis")),
                ("subject", models.CharField(max_length=64)),
                ("device", models.CharField(max_length=64)),
                ("epoch", models.CharField(max_length=16)),
                ("seq", models.PositiveBigIntegerField()),
                ("signer", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                ("state", models.CharField(default="stored", max_length=32)),
                ("reason", models.CharField(blank=True, max_length=32, verbose_name="alasan")),
            ],
            options={
                "verbose_name": "entri",
                "verbose_name_plural": "entri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "quarantined")),
                        fields=["received_at"],
                        name="centre_entry_quarantined",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("device", "epoch", "seq"), name="centre_entry_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "part",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("part", models.CharField(max_length=100)),
                ("by_entry", models.CharField(max_length=36)),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="centre.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("feed", models.CharField(max_length=32)),
                ("position", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("header", BytesField()),
                ("signature", BytesField()),
                ("parts", BytesField()),
                ("device", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("feed", "position", "device"), name="centre_offer_device"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("sign_key", models.CharField(max_length=64)),
                ("person", models.CharField(max_length=32)),
                ("device", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=32, verbose_name="peran")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("introduced", "belum dikonfirmasi pusat"),
                            ("confirmed", "dikonfirmasi"),
                            ("removed", "dihapus oleh pos"),
                            ("revoked", "dicabut oleh pusat"),
                        ],
                        default="introduced",
                        max_length=32,
                    ),
                ),
                ("entry", models.CharField(max_length=36)),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="dikonfirmasi")),
            ],
            options={
                "verbose_name": "petugas",
                "verbose_name_plural": "petugas",
                "indexes": [models.Index(fields=["person"], name="centre_officer_person")],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "name",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("stored", BytesField()),
                ("sealed", models.PositiveSmallIntegerField(default=0)),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="centre.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EnrolmentCode",
            fields=[
                ("secret_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(verbose_name="dibuat")),
                ("expires_at", models.DateTimeField(verbose_name="berlaku sampai")),
                ("used_at", models.DateTimeField(null=True, verbose_name="dipakai")),
                (
                    "device",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="centre.device"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="centre.post",
                        verbose_name="pos",
                    ),
                ),
            ],
            options={
                "verbose_name": "kode pendaftaran",
                "verbose_name_plural": "kode pendaftaran",
            },
        ),
        migrations.AddField(
            model_name="device",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="centre.post", verbose_name="pos"
            ),
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "feed_id",
                        "generation",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("generation", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveBigIntegerField()),
                ("leaf", BytesField()),
                ("root", BytesField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="centre.entry",
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="centre.feed",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["entry", "feed", "generation"], name="centre_position_entry"
                    )
                ],
            },
        ),
    ]
