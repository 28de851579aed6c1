"""Pages to print, as PDF: the receiver's only home of reportlab; the QR codes on them too."""
