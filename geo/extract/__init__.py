"""What applies to a site, be it drawn, uploaded or a place. Knows no page and no paper."""
