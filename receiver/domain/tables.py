"""Every table of the receiver, in one place for whoever needs them all: importing this module registers them."""

from __future__ import annotations

from receiver.db.base import Base
from receiver.domain.administrators.models import AdministratorSession, SecondFactor
from receiver.domain.agents.models import Device, PairingCode
from receiver.domain.audit.models import AuditEntry, AuditHead
from receiver.domain.companies.models import Company
from receiver.domain.looks.models import CompanyLook, Picture
from receiver.domain.mail.models import Mail, MailSender, MailText
from receiver.domain.people.models import Attempt, PortalSession
from receiver.domain.people.users import AccountLink, CalendarFeed, Draft, OneTimeCode, Passkey, PortalUser
from receiver.domain.requests.models import Counter, CustomerRequest, GivenAnswer, Photo, Reply
from receiver.domain.snapshots.models import Snapshot, Upload, UploadPart, listing, records

OF_THE_OFFICE = (Company, Device, PairingCode, Upload, UploadPart, Snapshot)
OF_PEOPLE = (PortalSession, Attempt, PortalUser, AccountLink, OneTimeCode, Passkey, CalendarFeed, Draft)
OF_REQUESTS = (Counter, CustomerRequest, Reply, GivenAnswer, Photo)
OF_MAIL = (Mail, MailText, MailSender)
OF_ADMINISTRATION = (AdministratorSession, SecondFactor, AuditEntry, AuditHead, CompanyLook, Picture)
MODELS = (*OF_THE_OFFICE, *OF_PEOPLE, *OF_REQUESTS, *OF_MAIL, *OF_ADMINISTRATION)
TABLES = (*(Base.metadata.tables[model.__tablename__] for model in MODELS), records, listing)
