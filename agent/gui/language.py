"""Texts through Qt: `translate` finds them in what was loaded for the person's language."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

CONTEXT = "Porchlight"


class QtLanguage:
    """`presenters.language.Language` by Qt."""

    def __call__(self, text: str, **values: object) -> str:
        """`text` translated, its {names} filled in."""
        told = QCoreApplication.translate(CONTEXT, text)
        return told.format(**values) if values else told

    def number(self, value: int) -> str:
        """With the computer's marks between thousands."""
        return QLocale().toString(value)

    def day(self, value: date) -> str:
        """Short."""
        return QLocale().toString(QDate(value.year, value.month, value.day), day_form())

    def long_day(self, value: date) -> str:
        """With the names of the day and the month."""
        return QLocale().toString(QDate(value.year, value.month, value.day), QLocale.FormatType.LongFormat)

    def time(self, value: datetime) -> str:
        """Hours and minutes."""
        return QLocale().toString(QTime(value.hour, value.minute), QLocale.FormatType.ShortFormat)


def day_form() -> str:
    """The computer's short form of a date, with all four digits of the year; ISO 8601 where it has none."""
    if QLocale().language() == QLocale.Language.C:
        return "yyyy-MM-dd"
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return form if "yyyy" in form else form.replace("yy", "yyyy")


say = QtLanguage()
"""What every widget says, it says through this."""
