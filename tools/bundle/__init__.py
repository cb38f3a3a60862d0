"""The offline bundle: everything that an office without internet needs, for one platform and one Python."""
