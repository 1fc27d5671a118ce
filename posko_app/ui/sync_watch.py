"""Brings each new state of sync from its thread to the window's, and the key that syncs now."""

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from posko_app.services.sync_state import Phase, SyncState
from posko_app.ui.sinkron_ports import SyncPorts


class SyncWatch(QObject):
    """Listens as long as it lives.

    Signals:
        changed: a new state, on the window's thread.
        arrived: entries of other laptops came in, or own ones were acknowledged.
    """

    changed = Signal(object)
    arrived = Signal()
    _heard = Signal(object)

    def __init__(self, ports: SyncPorts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ports.state()
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)
        end = ports.on_change(self._hear)
        self.destroyed.connect(lambda _gone: end())

    def _hear(self, state: SyncState) -> None:
        """Called on the sync thread; a window already gone hears nothing."""
        if isValid(self):
            self._heard.emit(state)

    def _take(self, state: SyncState) -> None:
        before, self.state = self.state, state
        self.changed.emit(state)
        ended = before.phase is Phase.RUNNING and state.phase is not Phase.RUNNING
        last = state.last
        if ended and last is not None and (last.pulled or last.acknowledged):
            self.arrived.emit()
