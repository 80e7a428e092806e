"""Paper: page, fonts, map sheet, report. Computes no figure."""
