"""The pages of answering apart."""
