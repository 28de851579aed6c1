"""Dialogs of pages one after the other, of which one watches the work that goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, head, stack
from agent.gui.dialogs.watching import Watching
from agent.gui.presenters.work import Work
from agent.jobs.progress import PolledProgress

Found = TypeVar("Found")


class PagedDialog(Fitted):
    """The first of its pages is shown to begin with. While something goes on, Esc and the window's own close button
    ask it to stop, and the window stays until it has."""

    def __init__(self, bridge: Bridge, parent: QWidget, title: str, watching: Watching) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.watching = watching
        self._bridge = bridge
        self._pages = QStackedLayout()

    @property
    def page(self) -> QWidget | None:
        """What is shown."""
        return self._pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show one of the pages."""
        self._pages.setCurrentWidget(page)

    def reject(self) -> None:
        """Qt asks, for Esc and for the window's own close button: work is stopped first."""
        if self.page is self.watching:
            self.watching.stop()
        else:
            super().reject()

    def _hold(self, *pages: QWidget) -> None:
        """Below the title, these."""
        for page in pages:
            self._pages.addWidget(page)
        stack(self, head(self.windowTitle()), self._pages)

    def _work(
        self,
        title: str,
        ask: Callable[[Work, PolledProgress], Found],
        done: Callable[[Found], None],
        failed: Callable[[AgentError], None],
    ) -> None:
        """Change something while the watching page shows how far it is; then `done` or `failed` shows another."""

        def found(result: Found) -> None:
            self.watching.end()
            done(result)

        def not_found(error: AgentError) -> None:
            self.watching.end()
            failed(error)

        self.watching.watch(title, self._bridge.change(ask, found, not_found))
        self.show_page(self.watching)
