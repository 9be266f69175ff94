"""What-ifs and the scenarios kept of them."""
