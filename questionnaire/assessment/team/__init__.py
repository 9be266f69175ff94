"""A venture's members: their page, invitations and their mails, and who answered what."""
