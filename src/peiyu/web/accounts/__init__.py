"""People, organisations, posts and roles, consents, sign-in; who may do what."""
