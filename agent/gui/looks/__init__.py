"""How everything looks: colours, sizes, drawings, light and dark."""
