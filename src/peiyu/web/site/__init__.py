"""The installation as a whole: settings, addresses, start. Nothing imports it but the command line."""
