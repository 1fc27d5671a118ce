"""The line and the centre: enrol, send, lose the line, see the other laptop, be warned."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posko_app.domain.records import Sending
from posko_app.services.sync_state import SyncState
from posko_app.ui.daftar import DaftarPage
from posko_app.ui.sinkron import SinkronPage
from posko_app.ui.window import MainWindow
from tools.centre import TrainingCentre
from tools.demo_centre import SISTER_NAME, delete_row, given_to, start_sister
from tools.demo_checks import environment_of
from tools.demo_form import Form
from tools.demo_keys import Differs, Hands, shows
from tools.line import Line

OFFLINE, OFFLINE_TOO, WARNED = (
    "CONTOH NAMA SEPULUH",
    "CONTOH NAMA SEBELAS",
    "CONTOH NAMA DUA BELAS",
)
PACKAGE, ANSWER = "kiriman.posko", "jawaban.posko"
MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Synced:
    """What the story leaves behind: the port of its line, and the entry that was deleted."""

    line_port: int
    deleted: str
    named: bool  # whether the centre's own check named it


class SyncStory:
    """Plays it in the window; the line between laptop and centre is in its hands."""

    def __init__(self, window: MainWindow, form: Form, hands: Hands, folder: Path) -> None:
        page = window.page("sinkron")
        if not isinstance(page, SinkronPage):
            raise Differs("no page about the centre")
        self.window, self.form, self.hands, self.folder = window, form, hands, folder
        self.page = page
        self.given = given_to(folder)
        self.line = Line(self.given.port)
        self.centre = TrainingCentre(folder / "centre", environment_of(folder))

    def tell(self) -> Synced:
        """Play it (raises Differs at the first step that goes another way)."""
        self.enrol()
        self.work_offline()
        self.carry_a_package()
        self.line_returns()
        deleted, named = self.row_is_deleted()
        self.row_is_given_back()
        return Synced(self.line.port, deleted, named)

    def enrol(self) -> None:
        """Address and code; what waited arrives, and Daftar says so."""
        self.hands.press("Ctrl+6")
        self.hands.picture("sinkron-belum-terdaftar")
        self.hands.press("Return")
        self.hands.type(f"127.0.0.1:{self.line.port}")
        self.hands.press("Return")
        self.hands.type(self.given.code.lower().replace("-", ""))
        self.hands.picture("sinkron-daftarkan")
        self.hands.press("Return")
        self.hands.until("enrolled", lambda: self.state().enrolled)
        self.all_arrives("sinkron-terkirim")
        self.hands.press("Ctrl+3")
        self.hands.until("sent", shows_sending(self.list(), Sending.SENT))
        self.hands.picture("daftar-terkirim")

    def work_offline(self) -> None:
        """The line is cut; work goes on, and two screenings wait."""
        self.line.cut()
        self.hands.press("F5", "Ctrl+6")
        self.hands.until("offline", lambda: self.state().tries > 0)
        self.hands.picture("sinkron-luring")
        self.screen(OFFLINE)
        self.hands.until("it waits", lambda: self.state().waiting >= 1)
        self.hands.picture("luring-tersimpan")

    def carry_a_package(self) -> None:
        """A sealed package goes to the centre on a stick; its answer proves what arrived."""
        out, answer = self.folder / PACKAGE, self.folder / ANSWER
        self.hands.press("Ctrl+6", "Ctrl+E", "Ctrl+A")
        self.hands.type(str(out))
        self.hands.press("F9")
        self.hands.until("the package", out.exists)
        self.hands.until("it is told", lambda: out.name in self.page.going.told.text())
        self.hands.picture("paket-keluar")
        self.centre.ask("package-in", str(out), "--out", str(answer))
        self.hands.press("Escape", "Ctrl+I", "Ctrl+A")
        self.hands.type(str(answer))
        self.hands.press("F9")
        self.hands.until("it is proved", lambda: self.state().waiting == 0)
        self.hands.picture("paket-masuk")
        self.hands.press("Escape")

    def line_returns(self) -> None:
        """Another one waits; the other laptop works meanwhile; the line comes back by itself."""
        sister = start_sister(self.folder)
        self.screen(OFFLINE_TOO)
        self.hands.until("the other laptop", lambda: sister.poll() is not None)
        self.hands.expect("its exit code", sister.returncode, 0)
        self.line.mend()
        self.hands.press("Ctrl+6")
        self.all_arrives("sinkron-tersambung-kembali")
        self.hands.press("Ctrl+3")
        self.hands.until("the other laptop's record", lambda: self.place_of(SISTER_NAME) >= 0)
        self.hands.picture("daftar-laptop-lain")
        self.hands.press("Ctrl+Home", *["Down"] * self.place_of(SISTER_NAME), "Return")
        self.hands.until("its history", shows("diterima"))
        self.hands.picture("rincian-laptop-lain")
        self.hands.press("Escape")

    def row_is_deleted(self) -> tuple[str, bool]:
        """Somebody deletes a row at the centre; the laptop notices, and capture goes on."""
        referred = next(r for r in self.form.recorded if r.row.decision == "rujuk")
        deleted = delete_row(self.folder, referred.subject)
        named = deleted in self.centre.ask("verify").stdout
        self.hands.press("Ctrl+1")
        self.rounds_until(lambda: bool(self.state().alarms))
        self.hands.until("the alarm", self.window.sync_alarms.isVisible)
        self.hands.picture("tanda-bahaya")
        self.screen(WARNED)
        self.hands.press("Ctrl+6")
        self.hands.until("what to do", lambda: bool(self.page.problems.rows))
        self.hands.picture("sinkron-tanda-bahaya")
        self.hands.press("Shift+F5")
        self.hands.picture("tanda-bahaya-selengkapnya")
        self.hands.press("Shift+F5")
        return deleted, named

    def row_is_given_back(self) -> None:
        """The laptop still has the entry; once the centre proves it again, the alarm ends."""
        self.rounds_until(lambda: not self.state().alarms)
        self.hands.until("no alarm", lambda: not self.window.sync_alarms.isVisible())
        self.all_arrives("sinkron-dikembalikan")

    def rounds_until(self, holds: Callable[[], bool]) -> None:
        """Press F5, round after round, until something holds."""
        for _ in range(MOST_ROUNDS):
            if holds():
                return
            before = self.state().last
            self.hands.press("F5")
            self.hands.until("a round", lambda before=before: self.state().last is not before)
        self.hands.until("rounds enough", holds)

    def screen(self, name: str) -> None:
        """Screen somebody who visits family."""
        self.hands.press("Ctrl+1")
        self.form.fill({"traveller.name": name, "claimed.purpose": "keluarga"})
        self.form.stands_at("● HIJAU")
        self.form.save(name.rpartition(" ")[2].lower(), "boleh")

    def all_arrives(self, picture: str) -> None:
        """Wait until the centre has proved that nothing waits any more."""
        self.hands.until("all is sent", lambda: self.state().waiting == 0)
        self.hands.until("no round runs", lambda: not self.state().is_running)
        self.hands.picture(picture)

    def state(self) -> SyncState:
        """Give what the window knows now."""
        return self.window.sync.state

    def list(self) -> DaftarPage:
        """Give the list."""
        page = self.window.page("daftar")
        if not isinstance(page, DaftarPage):
            raise Differs("no list")
        return page

    def place_of(self, name: str) -> int:
        """Say in which row of the list somebody stands; -1 where she does not."""
        model = self.list().list.model
        rows = (model.row_at(model.index(n, 0)) for n in range(model.rowCount()))
        found = (n for n, row in enumerate(rows) if row is not None and row.name == name)
        return next(found, -1)


def shows_sending(page: DaftarPage, sending: Sending) -> Callable[[], bool]:
    """Say whether every row of the list got so far."""
    model = page.list.model

    def holds() -> bool:
        rows = [model.row_at(model.index(n, 0)) for n in range(model.rowCount())]
        return bool(rows) and all(row is not None and row.sending is sending for row in rows)

    return holds
