"""Pages as PDF or PNG: fonts, text flow, map sheet and report. No figure is computed here."""
