"""Feeds at the console: how far each log is, who could prove it, and which chains forked."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from sync.server import models as centre
from sync.server.people.base import ReadOnly
from sync.server.people.cells import Mark, marked, short_hash, shown_time, whole_hash
from sync.server.people.columns import plain
from sync.server.people.words import say, say_later

FEED = plain("id", "people.feed.name")
SIZE = plain("size", "people.feed.size")
GENERATION = plain("generation", "people.feed.generation")
EPOCH = plain("epoch", "people.feed.epoch")
SEQ = plain("seq", "people.entry.seq")


class FeedAdmin(ReadOnly):
    """One row a log; its page names every device that holds a checkpoint of it."""

    ordering = ("id",)
    list_display = (FEED, SIZE, "root_named", GENERATION, "standing", "witnesses")
    row = (FEED, "standing", SIZE, "root_whole", GENERATION)

    def more(self, request: HttpRequest, row: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002
        """List the witnesses: a device that showed more than we have is a proof against us."""
        if row is None:
            return {}
        shown = centre.Witness.objects.filter(feed=row.pk).order_by("-size", "device")
        return {"witnesses": [_witness_line(one, row) for one in shown]}

    @admin.display(description=say_later("people.feed.root"))
    def root_named(self, feed: centre.Feed) -> str:
        """Show the start of the log's root."""
        return short_hash(feed.root) if feed.root else "–"

    @admin.display(description=say_later("people.feed.root"))
    def root_whole(self, feed: centre.Feed) -> str:
        """Show the root whole."""
        return whole_hash(feed.root)

    @admin.display(description=say_later("people.feed.state"))
    def standing(self, feed: centre.Feed) -> SafeString:
        """Show whether new entries get a position."""
        if feed.rebuild_size is None and feed.rebuild_since is None:
            return marked(Mark.CALM, say("people.feed.whole"))
        return marked(
            Mark.WARN, say("people.feed.rebuilding", have=feed.size, want=feed.rebuild_size or 0)
        )

    @admin.display(description=say_later("people.feed.witnesses"))
    def witnesses(self, feed: centre.Feed) -> int:
        """Count the devices that showed a checkpoint of it."""
        return centre.Witness.objects.filter(feed=feed.pk).count()


def _witness_line(one: centre.Witness, feed: centre.Feed) -> dict[str, object]:
    ahead = one.generation == feed.generation and one.size > feed.size
    return {
        "device": short_hash(one.device),
        "size": one.size,
        "root": short_hash(one.root),
        "at": shown_time(one.at),
        "verdict": marked(
            Mark.BAD if ahead else Mark.CALM,
            say("people.feed.ahead" if ahead else "people.feed.fits"),
        ),
    }


class ForkAdmin(ReadOnly):
    """One row a second entry at a place of a chain; both are kept, neither is chosen."""

    ordering = ("-received_at",)
    list_display = ("received", "device_named", EPOCH, SEQ, "hash_named")
    row = ("received", "device_whole", EPOCH, SEQ, "hash_whole")

    @admin.display(description=say_later("people.entry.received"), ordering="received_at")
    def received(self, fork: centre.Fork) -> str:
        """Show when the second one came."""
        return shown_time(fork.received_at)

    @admin.display(description=say_later("people.entry.device"), ordering="device")
    def device_named(self, fork: centre.Fork) -> SafeString:
        """Show whose chain."""
        return short_hash(fork.device)

    @admin.display(description=say_later("people.entry.device"))
    def device_whole(self, fork: centre.Fork) -> SafeString:
        """Show whose chain, whole."""
        return whole_hash(fork.device)

    @admin.display(description=say_later("people.feed.hash"))
    def hash_named(self, fork: centre.Fork) -> SafeString:
        """Show the start of the second entry's hash."""
        return short_hash(fork.hash)

    @admin.display(description=say_later("people.feed.hash"))
    def hash_whole(self, fork: centre.Fork) -> SafeString:
        """Show the second entry's hash whole."""
        return whole_hash(fork.hash)
