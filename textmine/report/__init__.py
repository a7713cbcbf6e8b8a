"""The HTML report: one file that shows what `textmine map` found, without any network request."""

from textmine.report.exports import EXPORTS, export_map
from textmine.report.figure import DRAWINGS, check_figure, write_figure
from textmine.report.page import map_page, report_page, write_report

__all__ = [
    "DRAWINGS",
    "EXPORTS",
    "check_figure",
    "export_map",
    "map_page",
    "report_page",
    "write_figure",
    "write_report",
]
