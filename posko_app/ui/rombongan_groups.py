"""Several open groups at one desk: one is in the hands, the others wait as they were left."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from posko_app.domain.civil import civil_date
from posko_app.domain.screening import Draft
from posko_app.services.group_drafts import OpenGroup, SavedMember
from posko_app.services.screening import Recorded
from posko_app.ui.rombongan_actions import Notice
from posko_app.ui.rombongan_keeper import GroupKeeper
from posko_app.ui.rombongan_model import GroupModel


class OpenGroups(QObject):
    """Changes which group the model holds; each is kept before it is left.

    Signals:
        opened: another group, begun before, is in the hands now.
        begun: an empty one is.
        said: a Notice.
    """

    opened = Signal()
    begun = Signal()
    said = Signal(object)

    def __init__(
        self, model: GroupModel, keeper: GroupKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._keeper = model, keeper
        self._others: list[OpenGroup] = []

    def offer(self, groups: Sequence[OpenGroup]) -> None:
        """Go on with the group that was left open last; further ones wait their turn.

        One of an earlier day in which everybody is saved is done with.
        """
        done = [group.header.id for group in groups if self._is_over(group)]
        groups = [group for group in groups if group.header.id not in done]
        if done:
            self._keeper.drop(done)
        known = {self._model.group, *(group.header.id for group in self._others)}
        fresh = [group for group in groups if group.header.id not in known]
        if fresh and not self._model.has_content():
            self._open(fresh[0])
            fresh = fresh[1:]
            self.said.emit(Notice("continued"))
        self._others += fresh

    def begin(self) -> None:
        """Begin another group; one that is wholly saved is done with."""
        self._keeper.keep_now()
        if self._model.has_content():
            if self._model.is_done():
                self._keeper.drop([self._model.group])
            else:
                self._others.append(self._model.as_left())
            self._model.begin()
            self._keeper.begin(is_new=True)
            self.said.emit(Notice("new_group"))
        self.begun.emit()

    def next(self) -> None:
        """Go on with the group that has waited longest."""
        if not self._others:
            self.said.emit(Notice("no_other_group", "caution"))
            return
        self._keeper.keep_now()
        left = self._model.as_left() if self._model.has_content() else None
        self._open(self._others.pop(0))
        if left is not None:
            self._others.append(left)
        self.said.emit(Notice("continued"))

    def came_back(self, recorded: Recorded, draft: Draft) -> None:
        """Note that Periksa saved somebody of a group that waits: he is never saved twice."""
        member = SavedMember(draft.id, draft.started_at, recorded.row)
        self._others = [
            replace(group, rows=rows, saved=(*group.saved, member))
            if (rows := _without(group, draft)) != group.rows
            else group
            for group in self._others
        ]

    def returned(self, draft: Draft) -> bool:
        """Keep what Periksa knows of somebody of a group that waits; False when none has him."""
        known = any(row.id == draft.id for group in self._others for row in group.rows)
        self._others = [
            replace(group, rows=tuple(draft if row.id == draft.id else row for row in group.rows))
            for group in self._others
        ]
        return known

    def _is_over(self, group: OpenGroup) -> bool:
        days = {civil_date(member.started_at) for member in group.saved}
        return bool(days) and not group.rows and max(days) < self._model.today()

    def _open(self, group: OpenGroup) -> None:
        self._model.load(group)
        self._keeper.begin(is_new=False)
        self.opened.emit()


def _without(group: OpenGroup, draft: Draft) -> tuple[Draft, ...]:
    return tuple(row for row in group.rows if row.id != draft.id)
