"""What the desk's pages read: each composes the queries of the apps below."""
