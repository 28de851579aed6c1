"""From trial to live, and back (C11): what has to be in order, and the step itself."""
