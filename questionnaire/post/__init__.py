"""Mail: put into a queue with what caused it, and sent by the worker."""
