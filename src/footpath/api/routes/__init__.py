"""What each address does: permission, the domain's function, its answer."""
