"""What may identify a person: finding it, deciding on it, replacing it, and what may be published."""
