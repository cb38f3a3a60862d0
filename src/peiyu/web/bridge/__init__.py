"""The database to the library and back: the only module of the application that calls engines."""
