import threading
from concurrent.futures import Executor, Future

import pytest

from clinicell.datasets.loading.crew import ALONE, Crew, crew, default_threads


class Busy(Executor):
    """A pool that never comes to what it is asked."""

    def submit(self, *_, **__):
        return Future()


def test_each_thread_answers_and_they_share_one_turn():
    meeting = threading.Barrier(3, timeout=30)

    def kernel(turn, step):
        meeting.wait()
        turn[0] += step
        meeting.wait()
        return threading.get_ident(), int(turn[0])

    with crew(3) as hands:
        found = hands.run(kernel, 5)
    assert len({thread for thread, _ in found}) == 3
    assert [total for _, total in found] == [15, 15, 15]
    assert len(ALONE.run(lambda turn, step: turn[0] + step, 5)) == 1


def test_a_thread_that_does_not_come_to_run_is_not_waited_for():
    assert Crew(Busy(), 2).run(lambda turn: turn[0]) == [0]


def test_what_goes_wrong_in_another_thread_is_not_lost():
    meeting = threading.Barrier(2, timeout=30)

    def kernel(_):
        meeting.wait()
        if threading.current_thread() is not threading.main_thread():
            raise OSError("the disk is gone")

    with crew(2) as hands, pytest.raises(OSError, match="gone"):
        hands.run(kernel)


def test_no_thread_is_left_behind():
    before = threading.active_count()
    with crew(3) as hands:
        hands.run(lambda turn: turn[0])
    assert threading.active_count() == before


@pytest.mark.parametrize(("n_cores", "n_threads"), [(1, 1), (2, 2), (64, 2)])
def test_two_threads_are_the_default_where_there_are_two_cores(n_cores, n_threads, monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(n_cores)), raising=False)
    assert default_threads() == n_threads
