"""Requests and answers: query, responses, errors, headers, assets. Knows no page."""
