"""The command line's grammar; help and complaints speak Indonesian."""

import argparse
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

POSTS = ("el-tari", "tenau")
ROLES = ("petugas", "penyelia")
LANGUAGES = ("id", "en")
SYNC_COMMANDS = frozenset({"enrol", "sync", "alarms", "package", "package-in", "lease"})
STORELESS_COMMANDS = frozenset({"assess", "scan", "scan-sheet"})
RULE_COMMANDS = frozenset({"assess", "ruleset", "replay"})
FORMATS = ("csv", "xlsx", "pdf")


class WrongUsage(Exception):
    """The words do not make a command; `usage` shows how it goes."""

    def __init__(self, usage: str) -> None:
        super().__init__("usage")
        self.usage = usage


class Formatter(argparse.HelpFormatter):
    """Says "Pakai:" before the usage."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201, D102
        super().add_usage(usage, actions, groups, "Pakai: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process with an English sentence."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            formatter_class=Formatter,
            add_help=False,
            allow_abbrev=False,
            **options,  # type: ignore[arg-type]
        )
        self._optionals.title = "pilihan"
        self._positionals.title = "perintah"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse complains in English
        """Raise with the usage of the command that was meant.

        Raises:
            WrongUsage: always.
        """
        raise WrongUsage(self.format_usage().strip())


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the words of one command; `command` is None when a window is wanted.

    Raises:
        WrongUsage: they make no command.
        SystemExit: help was asked for and has been printed.
    """
    return _parser().parse_args(arguments)


def needs_store(asked: argparse.Namespace) -> bool:
    """Say whether a command works on a store; those that do not must leave no file behind."""
    checks_only = getattr(asked, "action", None) == "check"
    return asked.command not in STORELESS_COMMANDS and not checks_only


def plain_text(given: str) -> str:
    """Read text of the command line or environment as the UTF-8 it is, whatever the locale says.

    Raises:
        ValueError: it is no UTF-8; stored, nobody could ever type it again.
    """
    return os.fsencode(given).decode("utf-8")


def _parser() -> Parser:
    parser = Parser(prog="posko", description="Meja pemeriksaan posko. Tanpa perintah: jendela.")
    parser.add_argument("--data-dir", type=Path, metavar="D", help="folder data")
    parser.add_argument(
        "--officer", type=plain_text, metavar="NAMA", help="nama petugas yang masuk"
    )
    commands = parser.add_subparsers(dest="command", metavar="PERINTAH", parser_class=Parser)
    _add_store(commands)
    _add_screenings(commands)
    _add_officers(commands)
    _add_rules(commands)
    _add_scan(commands)
    _add_sync(commands)
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name


def _add_store(commands: "Commands[Parser]") -> None:
    init = commands.add_parser("init", help="buat penyimpanan baru")
    init.add_argument("--post", required=True, choices=POSTS, help="pos")
    init.add_argument(
        "--officer", dest="first_officer", type=plain_text, metavar="NAMA", help="penyelia pertama"
    )
    init.add_argument("--escrow", type=Path, metavar="BERKAS", help="kunci publik kustodian")
    init.add_argument("--training", action="store_true", help="untuk pelatihan")
    commands.add_parser("verify", help="periksa seluruh penyimpanan")


def _add_screenings(commands: "Commands[Parser]") -> None:
    load = commands.add_parser("import", help="masukkan formulir kertas")
    load.add_argument("file", type=Path, metavar="BERKAS", help=".jsonl, .csv atau .xlsx")
    listing = commands.add_parser("list", help="daftar pemeriksaan")
    listing.add_argument("--date", type=_civil_date, metavar="TANGGAL", help="2026-11-24")
    listing.add_argument(
        "--search", type=plain_text, default="", metavar="TEKS", help="nama, NIK, paspor, HP"
    )
    show = commands.add_parser("show", help="satu pemeriksaan dan riwayatnya")
    show.add_argument("id", type=plain_text, metavar="ID")
    void = commands.add_parser("void", help="batalkan satu pemeriksaan")
    void.add_argument("id", type=plain_text, metavar="ID")
    void.add_argument("--reason", type=plain_text, required=True, metavar="ALASAN")
    export = commands.add_parser("export-log", help="log satu hari sebagai berkas")
    export.add_argument("--date", type=_civil_date, required=True, metavar="TANGGAL")
    export.add_argument("--format", required=True, choices=FORMATS)
    export.add_argument("--out", type=Path, required=True, metavar="BERKAS")
    export.add_argument("--identifiable", action="store_true", help="dengan nama dan NIK")
    export.add_argument(
        "--reason", type=plain_text, metavar="ALASAN", help="wajib bila dengan nama"
    )
    export.add_argument("--no-password", action="store_true", help="XLSX atau PDF tanpa kata sandi")


def _add_officers(commands: "Commands[Parser]") -> None:
    officer = commands.add_parser("officer", help="petugas pos ini")
    actions = officer.add_subparsers(
        dest="action", required=True, metavar="TINDAKAN", parser_class=Parser
    )
    actions.add_parser("list", help="siapa saja")
    add = actions.add_parser("add", help="tambah petugas")
    add.add_argument("name", type=plain_text, metavar="NAMA")
    add.add_argument("--role", default=ROLES[0], choices=ROLES)
    actions.add_parser("passwd", help="ganti kata sandi sendiri")


def _add_rules(commands: "Commands[Parser]") -> None:
    assess = commands.add_parser("assess", help="nilai masukan JSONL, tanpa penyimpanan")
    assess.add_argument("file", nargs="?", default="-", metavar="BERKAS", help="- dari masukan")
    _add_ruleset(assess, help="folder aturan; biasanya yang dibawa program")
    assess.add_argument("--explain", choices=LANGUAGES, help="dengan penjelasan dalam bahasa ini")
    replay = commands.add_parser("replay", help="nilai ulang yang tersimpan")
    _add_ruleset(replay, help="folder aturan lain; biasanya yang dipakai waktu itu")
    ruleset = commands.add_parser("ruleset", help="aturan deteksi dini")
    actions = ruleset.add_subparsers(
        dest="action", required=True, metavar="TINDAKAN", parser_class=Parser
    )
    check = actions.add_parser("check", help="periksa berkas aturan, tanpa penyimpanan")
    check.add_argument("directory", type=Path, metavar="FOLDER")
    install = actions.add_parser("install", help="pasang aturan bertanda tangan")
    install.add_argument("file", type=Path, metavar="BERKAS")
    install.add_argument(
        "--second", type=plain_text, metavar="NAMA", help="penyelia kedua, untuk penerbit baru"
    )


def _add_scan(commands: "Commands[Parser]") -> None:
    scan = commands.add_parser("scan", help="baca hasil pindai JSONL, tanpa penyimpanan")
    scan.add_argument("file", nargs="?", default="-", metavar="BERKAS", help="- dari masukan")
    scan.add_argument(
        "--on", type=_civil_date, metavar="TANGGAL", help="2026-11-24; biasanya hari ini"
    )

    sheet = commands.add_parser("scan-sheet", help="buat lembar uji pemindai (PDF)")
    sheet.add_argument("--out", type=Path, required=True, metavar="BERKAS", help="PDF yang ditulis")


def _add_sync(commands: "Commands[Parser]") -> None:
    enrol = commands.add_parser("enrol", help="daftarkan laptop ini ke pusat")
    enrol.add_argument("--centre", type=plain_text, required=True, metavar="URL", help="alamat")
    enrol.add_argument("--code", type=plain_text, required=True, metavar="KODE", help="42 huruf")
    enrol.add_argument("--ca", type=Path, metavar="BERKAS", help="sertifikat pusat, bila ada")
    commands.add_parser("sync", help="sinkronkan sekarang")
    alarms = commands.add_parser("alarms", help="tanda bahaya yang belum hilang")
    alarms.add_argument(
        "--acknowledge-generation",
        type=plain_text,
        metavar="BUKU",
        help="tandai bahwa buku baru pusat (nama pos, atau shared) sudah diketahui",
    )
    package = commands.add_parser("package", help="paket bersegel untuk dibawa ke pusat")
    package.add_argument("--out", type=Path, required=True, metavar="BERKAS")
    answer = commands.add_parser("package-in", help="terima paket jawaban dari pusat")
    answer.add_argument("file", type=Path, metavar="BERKAS")
    lease = commands.add_parser("lease", help="perpanjang masa berlaku dengan kode dari pusat")
    lease.add_argument("code", type=plain_text, metavar="KODE", help="8 huruf")


def _add_ruleset(parser: Parser, *, help: str) -> None:  # noqa: A002 - as argparse calls it
    parser.add_argument("--ruleset", type=Path, metavar="FOLDER", help=help)


def _civil_date(text: str) -> date:
    return date.fromisoformat(text)
