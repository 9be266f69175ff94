"""Mail in its queue, and over a real mail server."""
