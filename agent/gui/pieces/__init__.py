"""The pieces that every page and dialog is made of."""
