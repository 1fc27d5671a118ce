import threading

import pytest

from posko_app.errors import Defect, OperatorError
from posko_app.store.connection import create_database, open_database
from posko_app.store.worker import StoreWorker

KEY = "ab" * 48


@pytest.fixture
def path(tmp_path):
    create_database(
        tmp_path / "posko.db", KEY, fill=lambda c: c.execute("CREATE TABLE t (n INTEGER) STRICT")
    ).close()
    return tmp_path / "posko.db"


@pytest.fixture
def worker(path):
    made = StoreWorker(lambda: open_database(path, KEY))
    yield made
    made.close()


def hold(worker: StoreWorker) -> threading.Event:
    """Keep the store thread busy until the event is set."""
    go = threading.Event()
    worker.submit(lambda _: go.wait())
    return go


def submit_until_refused(worker: StoreWorker) -> None:
    while True:
        worker.submit(lambda _: None, background=True)


def numbers(worker: StoreWorker) -> list[int]:
    found = worker.submit(lambda c: c.execute("SELECT n FROM t ORDER BY n").fetchall()).result()
    return [n for (n,) in found]


def test_tasks_run_in_order_on_one_thread_that_is_not_the_callers(worker):
    threads = [worker.submit(lambda _: threading.get_ident()).result() for _ in range(3)]

    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_interactive_task_goes_before_background_ones_that_came_first(worker):
    ran: list[str] = []
    go = hold(worker)
    first = worker.submit(lambda _: ran.append("background"), background=True)
    worker.submit(lambda _: ran.append("interactive"))

    go.set()
    first.result()

    assert ran == ["interactive", "background"]


def test_transaction_left_open_is_rolled_back_and_fails_its_task(worker):
    def leave_open(connection):
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t VALUES (1)")
        return "done"

    with pytest.raises(Defect, match="transaction_left_open"):
        worker.submit(leave_open).result()

    assert numbers(worker) == []


def test_failed_task_is_rolled_back_and_the_next_one_works(worker):
    def fail(connection):
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t VALUES (1)")
        raise OperatorError("store.no_such_screening")

    with pytest.raises(OperatorError):
        worker.submit(fail).result()
    worker.submit(lambda c: c.execute("INSERT INTO t VALUES (2)")).result()

    assert numbers(worker) == [2]


def test_connection_that_cannot_roll_back_is_opened_anew(worker):
    def break_it(connection):
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.close()
        raise OperatorError("store.no_such_screening")

    with pytest.raises(OperatorError):
        worker.submit(break_it).result()

    assert numbers(worker) == []


def test_error_of_opening_reaches_the_one_who_opens(path):
    held = open_database(path, KEY)

    with pytest.raises(OperatorError) as refused:
        StoreWorker(lambda: open_database(path, KEY))
    held.close()

    assert refused.value.key == "store.second_instance"


def test_closing_finishes_what_somebody_waits_for_and_drops_the_rest(worker):
    go = hold(worker)
    saved = worker.submit(lambda c: c.execute("INSERT INTO t VALUES (3)"))
    check = worker.submit(lambda _: None, background=True)
    closer = threading.Thread(target=worker.close)
    closer.start()
    with pytest.raises(Defect):
        submit_until_refused(worker)

    go.set()
    closer.join()

    assert saved.exception() is None
    assert check.cancelled()


def test_closed_worker_takes_no_task_and_lets_the_file_go(worker, path):
    worker.close()

    with pytest.raises(Defect, match="closed"):
        worker.submit(lambda _: None)
    again = open_database(path, KEY)
    again.close()


def test_cancelled_task_never_runs(worker):
    ran: list[int] = []
    go = hold(worker)
    waiting = worker.submit(lambda _: ran.append(1))

    assert waiting.cancel()
    go.set()
    worker.submit(lambda _: None).result()

    assert ran == []
