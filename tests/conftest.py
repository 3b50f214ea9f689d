"""What holds for every test: signals as on a terminal, and a list of what was skipped where one is asked for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _signals() -> Iterator[None]:
    """Signals as on a terminal: what a shell starts in the background ignores interrupts, what nohup starts ignores
    that the terminal is closed, and so would all that a test starts."""
    usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
    if hasattr(signal, "SIGHUP"):
        usual[signal.SIGHUP] = signal.SIG_DFL
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--skipped-to",
        metavar="FILE",
        type=Path,
        help="Write the names of the tests that are skipped, one a line, for `pytest @FILE` where what they need is.",
    )


def pytest_configure(config: pytest.Config) -> None:
    place = config.getoption("--skipped-to")
    if place is not None:
        config.pluginmanager.register(_Skipped(place))


class _Skipped:
    """Writes down what was skipped."""

    def __init__(self, place: Path) -> None:
        self._place = place.absolute()
        self._names: dict[str, None] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._keep(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._keep(report)

    def _keep(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        # What is known to fail is "skipped", too, and says so.
        if report.skipped and not hasattr(report, "wasxfail"):
            self._names[report.nodeid] = None

    def pytest_sessionfinish(self) -> None:
        self._place.write_text("".join(f"{name}\n" for name in self._names), "utf-8")
