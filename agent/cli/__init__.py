"""The command line: `python -m agent WORDS`. People are answered in words, programs by `--json`."""
