"""Sizes both sides agree on, in bytes unless the name says otherwise.

They are part of the contract: the agent never sends more, the receiver never takes more.
"""

from __future__ import annotations

PART_BYTES = 1024 * 1024
"""The largest part on the wire (compressed), and so the most that a cut connection can make the agent repeat."""

PART_CONTENT_BYTES = 4 * 1024 * 1024
"""How much a part may hold before compression. The receiver stops decoding there."""

PARTS_AT_ONCE = 2
"""How many parts the agent sends at the same moment."""

PART_AIM_BYTES = PART_BYTES // PARTS_AT_ONCE
"""What the agent makes parts of, so that a cut repeats no more with several of them on their way."""

PART_AIM_CONTENT_BYTES = PART_CONTENT_BYTES // 2
"""What it fills them with, before compression; they seldom reach the size on the wire. Small enough that the first ones
leave early, and large enough that requests cost little."""

INLINE_BYTES = 256 * 1024
"""A change whose only part is at most this large (compressed) travels inside the first request."""

BODY_BYTES = 512 * 1024
"""The canonical bytes of one record. The agent shortens long texts (`TEXT_CHARACTERS`) to stay below it."""

KEY_BYTES = 400
"""A record key in UTF-8."""

TEXT_CHARACTERS = 8_000
"""A memo (notes, messages) as published; what is longer is cut at the office and counted in the report."""

LINE_CHARACTERS = 300
"""A one-line text (name, street, e-mail) as published."""

CONTROL_BYTES = 512 * 1024
"""A JSON control message, inline change included."""

LOGO_WIDTH, LOGO_HEIGHT = 400, 120
"""Pixels of the largest logo as published: what the portal's header shows, at twice the density."""

LOGO_BYTES = 60_000
"""A logo as published."""

PASSWORD_CHARACTERS = 1_024
"""The longest password anybody may type; longer ones are refused before anything is hashed."""

RECORDS_IN_SNAPSHOT = 5_000_000
"""Records of one company."""

PARTS_IN_SNAPSHOT = 20_000
"""Parts of one upload."""

RUNS_NAMED = 20
"""Runs without a receipt that a request to publish names (`messages.Begin.after`)."""

CLOCK_SECONDS = 600
"""How far the clocks of office and receiver may be apart before a signature is refused."""
