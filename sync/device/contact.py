"""What the steps of one round share: the store, the line, the logs, the alarms, the counts."""

from collections.abc import Callable
from dataclasses import dataclass

from sync.device.findings import Findings
from sync.device.log_view import LogView
from sync.device.ports import JournalPort
from sync.device.talk import Talk
from sync.protocol.ids import RandomBytes

Stop = Callable[[], bool]


@dataclass(slots=True)
class Contact:
    """One round. `stop` is asked between exchanges; what was settled until then stays."""

    journal: JournalPort
    talk: Talk
    log: LogView
    findings: Findings
    random_bytes: RandomBytes
    stop: Stop
    pushed: int = 0  # entries that the centre gave a position
    acknowledged: int = 0  # of them, those that left the outbox on proof
    pulled: int = 0  # entries that were new here
    sent_all: bool = False  # nothing that waited is unknown to the centre now
    reason: str = ""  # why a step was left out, though the round went on
