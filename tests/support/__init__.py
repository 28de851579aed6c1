"""What tests of all areas share: real processes, a browser, pages read as a stranger reads them."""
