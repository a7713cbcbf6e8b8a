"""The HTML report: one file that shows what `textmine map` found, without any network request."""

from textmine.report.exports import EXPORTS, export_map
from textmine.report.page import report_page, write_report

__all__ = [
    "EXPORTS",
    "export_map",
    "report_page",
    "write_report",
]
