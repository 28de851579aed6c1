"""How a company's portal looks: logo, splash screen, colour, texts, sections (C5, C6)."""
