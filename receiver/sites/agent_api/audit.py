"""What was done at the office, for the audit log (`shared.audit`)."""

from __future__ import annotations

from flask import Response

from receiver.db.unit_of_work import now
from receiver.domain.agents.devices import find_device, unknown_device
from receiver.domain.audit.telling import take
from receiver.sites.agent_api.control import answer, read_message
from receiver.sites.agent_api.guard import body, computer
from receiver.web.client_address import client_network
from receiver.web.transaction import writing
from shared.audit import Told


def take_told() -> Response:
    """Answer `POST audit`. Raises `Refused`."""
    sender, told = computer(), read_message(Told, body())
    with writing(sender.company_id) as session:
        device = find_device(session, sender.company_id, sender.device_id)
        if device is None:
            raise unknown_device()
        return answer(take(session, device, client_network(), told, now()))
