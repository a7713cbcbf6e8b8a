"""The HTML report: one file that shows what `textmine map` found, with no request to anywhere."""

from textmine.report.exports import EXPORTS, export_map
from textmine.report.folder import MapFolder, read_folder
from textmine.report.page import report_page, write_report

__all__ = ["EXPORTS", "MapFolder", "export_map", "read_folder", "report_page", "write_report"]
