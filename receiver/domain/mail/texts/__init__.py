"""The texts of mails, a module for each subject."""
