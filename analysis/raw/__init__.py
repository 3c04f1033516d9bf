"""The trial's own data: reading SDTM domains, and checking them before anything is derived."""
