"""An accelerator's members: roles, invitations, and the second factor that it may demand."""
