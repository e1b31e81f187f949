"""Work for one recipient keeps its order; a slow one holds up nobody else, a failing one nothing."""

import threading

from bot.delivery.lanes import Lanes

PATIENCE = 10.0


def test_one_lane_keeps_its_order_whatever_fails():
    lanes, done = Lanes(4), []

    def fail() -> None:
        done.append("failed")
        raise RuntimeError("planned")

    for work in (lambda: done.append("first"), fail, lambda: done.append("last")):
        lanes.put("kim", work)
    lanes.close()

    assert (done, lanes.in_hand) == (["first", "failed", "last"], 0)


def test_slow_recipient_holds_up_nobody_else():
    lanes, answered, others = Lanes(2), threading.Event(), threading.Event()
    lanes.put("slow", lambda: answered.wait(PATIENCE))
    lanes.put("slow", lambda: None)
    lanes.put("quick", others.set)

    assert others.wait(PATIENCE)
    assert lanes.in_hand >= 2
    answered.set()
    lanes.close()


def test_without_threads_work_is_done_at_once():
    lanes, done = Lanes(0), []

    lanes.put("kim", lambda: done.append("now"))

    assert done == ["now"]
    lanes.close()
