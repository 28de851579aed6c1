"""The main job from end to end: real databases, the real agent, the real receiver, a real browser."""
