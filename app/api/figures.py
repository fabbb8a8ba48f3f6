"""Figures for Prometheus. Where several workers run, those of all of them are added up."""

import os
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from prometheus_client.registry import Collector

MEDIA_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which workers keep their figures; `serve` sets it."""


class Figures:
    """The figures of one running service. None of them names a person, a pharmacy or a case."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "pharmacy_requests_total",
            "Requests answered",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "pharmacy_request_seconds", "Seconds until an answer", ("route",), registry=self._registry
        )
        self._assessments = Histogram(
            "pharmacy_assessment_seconds",
            "Seconds that an assessment took to measure",
            registry=self._registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def assessed(self, seconds: float) -> None:
        """An assessment was made."""
        self._assessments.observe(seconds)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        source: Collector | CollectorRegistry = self._registry
        if SHARED in os.environ:
            source = CollectorRegistry()
            MultiProcessCollector(source)  # type: ignore[no-untyped-call]
        return generate_latest(source)
