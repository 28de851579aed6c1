"""Every table of the receiver, in one place for whoever needs them all: importing this module registers them."""

from __future__ import annotations

from receiver.db.base import Base
from receiver.domain.agents.models import Device, PairingCode
from receiver.domain.companies.models import Company
from receiver.domain.people.models import Attempt, PortalSession
from receiver.domain.snapshots.models import Snapshot, Upload, UploadPart, listing, records

MODELS = (Company, Device, PairingCode, Upload, UploadPart, Snapshot, PortalSession, Attempt)
TABLES = (*(Base.metadata.tables[model.__tablename__] for model in MODELS), records, listing)
