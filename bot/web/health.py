"""``/healthz`` says whether this process lives, ``/readyz`` whether it can do its work."""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

Probe = Callable[[], str | None]  # what is wrong, or None


class Health:
    """Answers with one line per probe; 503 as soon as one of them finds something wrong."""

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = probes

    async def answer(self, _request: Request) -> JSONResponse:
        """Answer with what each probe found."""
        wrong = {name: await run_in_threadpool(probe) for name, probe in self._probes.items()}
        said = {name: problem or "ok" for name, problem in wrong.items()}
        return JSONResponse(said, status_code=503 if any(wrong.values()) else 200)
