"""The security headers of every answer, as a stranger would ask for them: written down here once more, on purpose."""

from __future__ import annotations

from collections.abc import Mapping


def faults(headers: Mapping[str, str], *, public: bool) -> list[str]:
    """What is wrong with the headers of an answer. `public` answers (stylesheets, icons) may be stored by caches."""
    held = {name.lower(): value for name, value in headers.items()}
    policy = {name: rest for name, _, rest in (part.strip().partition(" ") for part in csp(held).split(";"))}
    wanted = {
        "a CSP that allows nothing by default": policy.get("default-src") == "'none'",
        "a CSP without unsafe-": "unsafe-" not in csp(held),
        "scripts from here only": policy.get("script-src", "'none'") in ("'self'", "'none'"),
        "no framing": policy.get("frame-ancestors") == "'none'",
        "forms that go nowhere else": policy.get("form-action") in ("'self'", "'none'"),
        "no base": policy.get("base-uri") == "'none'",
        "nosniff": held.get("x-content-type-options") == "nosniff",
        "a referrer policy": held.get("referrer-policy") in ("no-referrer", "same-origin"),
        "no name of the server's software": not any(
            word in held.get("server", "").lower() for word in ("/", "werkzeug")
        ),
        "no-store": public or "no-store" in held.get("cache-control", ""),
    }
    return [what for what, holds in wanted.items() if not holds]


def csp(held: Mapping[str, str]) -> str:
    """The Content-Security-Policy, empty where there is none."""
    return held.get("content-security-policy", "")


def cookie_faults(line: str, *, secure: bool) -> list[str]:
    """What is wrong with one Set-Cookie line."""
    name = line.partition("=")[0].strip()
    marks = {part.strip().lower() for part in line.split(";")[1:]}
    wanted = {
        "HttpOnly": "httponly" in marks,
        "SameSite": bool(marks & {"samesite=lax", "samesite=strict"}),
        "no Domain": not any(mark.startswith("domain=") for mark in marks),
        "Secure": not secure or "secure" in marks,
        "__Host-": not secure or name.startswith("__Host-"),
    }
    return [f"{name}: {what}" for what, holds in wanted.items() if not holds]
