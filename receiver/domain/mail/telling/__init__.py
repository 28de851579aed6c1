"""Finds whom to tell what, without anybody asking: reminders, moved visits, answers, alarms."""
