"""The native practice database.

Table and column names are a contract: other programs read them. Every table's `info` names the database set it holds,
every column's `info` the field (see `columns`). Indexes exist for reading everything in the order of the customers.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, Index, MetaData, Table

from agent.domain.catalog import FieldSet
from agent.office.columns import day, line, link, mark, memo, moment, money, number, picture, record_id

METADATA: Final = MetaData()


def _table(name: str, set_: FieldSet, *columns: Column[Any]) -> Table:
    return Table(name, METADATA, record_id(), *columns, info={"set": set_})


def _address() -> tuple[Column[str], ...]:
    return (
        line("street", "Street", 120),
        line("city", "City", 80),
        line("region", "State", 40),
        line("postal_code", "Zip Code", 20),
    )


company = _table(
    "company",
    FieldSet("company", "Company", "CP"),
    line("practice_id", "Practice Id", 36, key=True, required=True),
    line("name", "Name", 120, required=True),
    *_address(),
    line("country", "Country", 60),
    line("phone", "Phone", 40),
    line("email", "Email", 254),
    line("website", "Website", 200),
    line("hours", "Hours", 120),
    line("time_zone", "Time Zone", 60),
    line("currency", "Currency", 3),
    line("pay_link", "Pay Link", 300),
    memo("change_note", "Change Note"),
    mark("share_money", "Share Money"),
    picture("logo", "Logo"),
    memo("withheld_fields", "Withheld Fields", key=True),
)

customers = _table(
    "customers",
    FieldSet("customers", "Customer database", "CU"),
    line("number", "Customer Number", 40, key=True),
    line("name", "Customer Name", 120),
    line("first_name", "First Name", 60),
    line("company_name", "Company Name", 120),
    line("status", "Customer Status", 20),
    mark("is_customer", "Customer Mark", default=True),
    mark("is_employee", "Employee Mark"),
    mark("not_on_portal", "Not On Portal"),
    *_address(),
    line("country", "Country", 60),
    line("email", "Email", 254),
    line("password", "Customer Password", 128, secret=True),
    line("area", "Area", 40),
    line("rc_code", "R/C Code", 20),
    money("balance", "Balance"),
    memo("notes", "Notes"),
)

phones = _table(
    "phones",
    FieldSet("phones", "More Phone Numbers", "PH"),
    link("customer_id", "Customer"),
    line("kind", "Kind", 20),
    line("number", "Number", 40),
)

properties = _table(
    "properties",
    FieldSet("properties", "Properties", "PR"),
    link("customer_id", "Customer"),
    line("name", "Name", 120),
    *_address(),
    memo("notes", "Notes"),
)

jobs = _table(
    "jobs",
    FieldSet("jobs", "Jobs", "JB"),
    line("number", "Job Number", 40, key=True),
    link("customer_id", "Customer"),
    link("property_id", "Property"),
    line("service", "Service", 120),
    line("schedule_kind", "Schedule", 60),
    line("season", "Season", 60),
    moment("next_visit", "Next Visit"),
    mark("delayed", "Delayed"),
    line("delay_reason", "Delay Reason", 200),
    line("crew", "Crew", 60),
    line("route", "Route", 40),
    money("price", "Price"),
    line("charge_kind", "Charge Kind", 40),
    memo("portal_note", "Portal Note"),
)

work = _table(
    "work",
    FieldSet("work", "Work", "WK"),
    link("job_id", "Job"),
    moment("planned", "Planned"),
    moment("started", "Started"),
    moment("ended", "Ended"),
    line("crew", "Crew", 60),
    money("amount", "Amount"),
    memo("notes", "Notes"),
    mark("posted", "Posted"),
)

invoices = _table(
    "invoices",
    FieldSet("invoices", "Invoices", "IN"),
    link("customer_id", "Customer"),
    line("number", "Invoice Number", 40, key=True),
    day("date", "Date"),
    day("due_date", "Due Date"),
    money("amount", "Amount"),
    money("open_amount", "Open Amount"),
)

payments = _table(
    "payments",
    FieldSet("payments", "Payments", "PA"),
    link("customer_id", "Customer"),
    link("invoice_id", "Invoice"),
    line("number", "Payment Number", 40, key=True),
    day("date", "Date"),
    money("amount", "Amount"),
    line("method", "Method", 40),
)

employees = _table(
    "employees",
    FieldSet("employees", "Employees", "EM"),
    line("name", "Name", 120),
    line("first_name", "First Name", 60),
    line("crew", "Crew", 60),
    line("phone", "Phone", 40),
    line("email", "Email", 254),
    day("hired", "Hired"),
    mark("active", "Active"),
)

users = _table(
    "users",
    FieldSet("users", "Users", "US"),
    line("name", "User Name", 60, key=True, required=True),
    line("password", "Password", 128, secret=True),
    number("level", "Level"),
    memo("permissions", "Permissions"),
    link("employee_id", "Employee"),
    line("email", "Email", 254),
)

time_entries = _table(
    "time_entries",
    FieldSet("time", "Time", "TI"),
    link("employee_id", "Employee"),
    moment("started", "Started"),
    moment("ended", "Ended"),
    line("project", "Project", 120),
    mark("billable", "Billable"),
    mark("approved", "Approved"),
    memo("notes", "Notes"),
)

expenses = _table(
    "expenses",
    FieldSet("expenses", "Expenses", "EX"),
    link("employee_id", "Employee"),
    day("date", "Date"),
    line("category", "Category", 60),
    line("project", "Project", 120),
    money("amount", "Amount"),
    mark("billable", "Billable"),
    mark("approved", "Approved"),
    memo("notes", "Notes"),
)

appointments = _table(
    "appointments",
    FieldSet("appointments", "Appointments", "AP"),
    line("title", "Title", 120),
    moment("starts", "Starts"),
    moment("ends", "Ends"),
    line("place", "Place", 120),
    link("employee_id", "Employee"),
    memo("notes", "Notes"),
)

accounts = _table(
    "accounts",
    FieldSet("accounts", "Accounts", "AC"),
    line("name", "Name", 120),
    line("phone", "Phone", 40),
    line("website", "Website", 200),
    *_address(),
    memo("notes", "Notes"),
)

contacts = _table(
    "contacts",
    FieldSet("contacts", "Contacts", "CO"),
    link("account_id", "Account"),
    line("name", "Name", 120),
    line("first_name", "First Name", 60),
    line("phone", "Phone", 40),
    line("email", "Email", 254),
    memo("notes", "Notes"),
)

Index("customers_by_number", customers.c.number, customers.c.id)
Index("phones_by_customer", phones.c.customer_id)
Index("properties_by_customer", properties.c.customer_id)
Index("jobs_by_customer", jobs.c.customer_id)
Index("work_by_job", work.c.job_id)
Index("invoices_by_customer", invoices.c.customer_id)
Index("payments_by_customer", payments.c.customer_id)
