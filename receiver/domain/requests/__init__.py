"""What customers ask for: change requests, notes, wishes for the schedule, messages; and what the office answers."""
