"""Where a request comes from, as far as attempts are counted by it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from flask import request

IPV6_PREFIX: Final = 64
"""One household or one rented machine: who has one address of it has all."""


def client_network() -> str:
    """The visitor's IPv4 address, or the /64 of the IPv6 one, as text; `unknown` where the server does not say."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """The network that `address` is counted by."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ip_network((ip, IPV6_PREFIX), strict=False))
    return str(ip)
