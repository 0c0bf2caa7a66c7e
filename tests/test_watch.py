import threading

from assistant import watch as watch_module
from assistant.watch import watch
from tests.conftest import write_policy


def test_change_of_the_corpus_is_built_and_a_failed_build_does_not_end_the_watch(small, monkeypatch):
    monkeypatch.setattr(watch_module, "QUIET_MS", 50)
    monkeypatch.setattr(watch_module, "SETTLE_SECONDS", 0.01)
    stop = threading.Event()
    outcomes = watch(small, stop)
    assert next(outcomes).unchanged
    # Watching begins only with the next step, so the change is made from beside it, again and again until seen.
    number = 0

    def write():
        nonlocal number
        while not stop.wait(0.3):
            number += 1
            write_policy(small, "north", "conduct", [f"This is rule number {number} of the school."])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert next(outcomes).changes > 0
    finally:
        stop.set()
        writer.join()
        outcomes.close()
