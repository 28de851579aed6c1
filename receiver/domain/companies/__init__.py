"""The companies (offices) that this receiver hosts."""
