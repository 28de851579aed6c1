"""The pieces of the Customer List: the list itself, and the tabs of the customer who is chosen in it."""
