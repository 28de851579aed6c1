"""The pieces of the page Replace Information."""
