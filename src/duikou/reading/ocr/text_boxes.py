"""What an engine gives for a page: pieces of text with their boxes, in dots of the page's picture."""

from __future__ import annotations

from dataclasses import dataclass


class SlowPage(Exception):
    """A page took longer than it was given."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """A line of text, or a part of one: its text, its box (left, top, right, bottom in dots), how sure it is (0 to
    1). `doubts` are the spans (start, end) of its text that the engine was unsure of, where it says so word by word.
    """

    text: str
    box: tuple[float, float, float, float]
    score: float
    doubts: tuple[tuple[int, int], ...] = ()

    @property
    def middle(self) -> float:
        """Where its middle stands from the page's top."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        """How high its box is."""
        return self.box[3] - self.box[1]
