"""The one place where what goes wrong in sync becomes an outcome or an error with a sentence."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from posko_app.errors import MachineError, OperatorError, PoskoError
from posko_app.services.sync_state import Outcome, RoundReport
from posko_app.services.sync_thread import contained
from posko_app.services.sync_words import dates_of, enrolment_key, line_key, package_key
from sync.device.errors import CentreRefused, EnrolmentFailed
from sync.device.ports import NoLine, NotOurs
from sync.protocol.package import PackageBroken

T = TypeVar("T")

FAILED = "sync.failed"


def reported(run: Callable[[], RoundReport], *, clock: Callable[[], datetime]) -> RoundReport:
    """Run a round; whatever it raises is an outcome too, so that it leaves a trace to read."""
    began_at = clock()
    report = contained(lambda: _foreseen(run, clock), event="sync.round_failed")
    return report or RoundReport(Outcome.FAILED, began_at, clock(), reason=FAILED)


def _foreseen(run: Callable[[], RoundReport], clock: Callable[[], datetime]) -> RoundReport:
    began_at = clock()
    try:
        return run()
    except NoLine as error:
        return RoundReport(Outcome.NO_LINE, began_at, clock(), reason=error.reason)
    except NotOurs as error:
        ended_at, dates = clock(), error.dates
        return RoundReport(Outcome.NOT_OURS, began_at, ended_at, reason=error.reason, dates=dates)
    except PoskoError as error:
        return RoundReport(Outcome.FAILED, began_at, clock(), reason=error.key)


def translated(run: Callable[[], T]) -> T:
    """Do something with the centre that a person waits for.

    Raises:
        MachineError: `sync.no_line.…`: nobody answered.
        OperatorError: `sync.not_ours.…`: somebody did who is not the centre;
            `sync.refused.…`, `sync.enrolment.…`: the centre or this device said no;
            `sync.package.…`: a file is no package for this device.
    """
    try:
        return run()
    except NoLine as error:
        raise MachineError(line_key(Outcome.NO_LINE, error.reason)) from error
    except NotOurs as error:
        key = line_key(Outcome.NOT_OURS, error.reason, dated=error.dates is not None)
        raise OperatorError(key, **dates_of(error.dates)) from error
    except EnrolmentFailed as error:
        raise OperatorError(enrolment_key(error.code)) from error
    except PackageBroken as error:
        raise OperatorError(package_key(error.code)) from error
    except CentreRefused as error:
        raise OperatorError(line_key(Outcome.REFUSED, error.code)) from error
