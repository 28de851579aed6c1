"""The pieces of System > Scheduled Uploads."""
