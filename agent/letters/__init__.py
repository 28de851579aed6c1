"""Letters and cards as PDF: the only home of reportlab and segno."""
