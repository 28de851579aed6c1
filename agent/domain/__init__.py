"""What holds at the office whatever the database, the network or the window: pure rules, no input or output."""
