"""Who administers a company's portal (C1): level-1 users of the office, and users who were given a part of it."""
