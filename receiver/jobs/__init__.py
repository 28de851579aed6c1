"""What happens without a visitor: one worker process that sends mails, and finds out whom to send some."""
