"""Pages to print, as PDF: the receiver's only home of reportlab."""
