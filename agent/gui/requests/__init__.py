"""The pieces of the page Requests: the list, and the request that is chosen in it."""
