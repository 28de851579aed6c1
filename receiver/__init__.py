"""The receiver: takes what offices publish and shows it to their customers."""
