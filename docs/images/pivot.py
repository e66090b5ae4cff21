#!/usr/bin/python3
"""Makes the pivot table of docs/csv.md in LibreOffice: pivot.py RUNS.csv PIVOT.pdf. Needs python3-uno."""

import os
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.awt import Rectangle
from com.sun.star.beans import PropertyValue
from com.sun.star.chart.ChartDataRowSource import ROWS
from com.sun.star.drawing.FillStyle import NONE as FILL_NONE
from com.sun.star.sheet.DataPilotFieldOrientation import COLUMN, DATA, ROW
from com.sun.star.table import CellAddress

MEDIAN = uno.getConstantByName("com.sun.star.sheet.GeneralFunction2.MEDIAN")
PIPE = f"partime-pivot-{os.getpid()}"


def desktop():
    """LibreOffice, once it has started."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            remote = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
    sys.exit("LibreOffice did not start.")


def prop(name, value):
    return PropertyValue(Name=name, Value=value)


def pivot(document):
    """The steps of the page: executor down, workers across, the median of speedup inside."""
    runs = document.Sheets.getByIndex(0)
    cursor = runs.createCursor()
    cursor.gotoEndOfUsedArea(True)
    document.Sheets.insertNewByName("speed-up", 0)
    sheet = document.Sheets.getByIndex(0)
    tables = sheet.DataPilotTables
    table = tables.createDataPilotDescriptor()
    table.setSourceRange(cursor.RangeAddress)
    table.ColumnGrand = table.RowGrand = False
    table.ShowFilterButton = False
    for field, orientation in (("executor", ROW), ("workers", COLUMN), ("speedup", DATA)):
        table.DataPilotFields.getByName(field).Orientation = orientation
    table.DataPilotFields.getByName("speedup").Function2 = MEDIAN
    tables.insertNewByName("speed-up", CellAddress(0, 0, 0), table)
    return sheet, tables.getByIndex(0).OutputRange


def show(document, sheet, area):
    """Two digits, a chart beside it, and the page as a screen shows it."""
    cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
    cells.NumberFormat = document.NumberFormats.queryKey("0.00", uno.createUnoStruct("com.sun.star.lang.Locale"), False)
    heads = sheet.getCellRangeByPosition(area.StartColumn, area.EndRow - 3, area.EndColumn, area.EndRow - 3)
    heads.NumberFormat = 0
    sheet.Columns.getByIndex(0).Width = 3700
    table = sheet.getCellRangeByPosition(area.StartColumn, area.EndRow - 3, area.EndColumn, area.EndRow).RangeAddress
    sheet.Charts.addNewByName("speed-up", Rectangle(0, 3300, 15000, 5800), (table,), True, True)
    chart = sheet.Charts.getByIndex(0).EmbeddedObject
    chart.Diagram.DataRowSource = ROWS
    chart.Diagram.Wall.FillStyle = FILL_NONE
    chart.HasLegend = True
    style = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    style.HeaderIsOn = style.FooterIsOn = False
    style.Width, style.Height = 16600, 9900
    style.LeftMargin = style.RightMargin = style.TopMargin = style.BottomMargin = 200
    style.PrintGrid = style.PrintHeaders = True
    sheet.setPrintAreas((sheet.getCellRangeByPosition(0, 0, 5, 19).RangeAddress,))


def main(source, target):
    office = subprocess.Popen(["soffice", "--headless", "--norestore", f"--accept=pipe,name={PIPE};urp;"])
    try:
        files = desktop()
        document = files.loadComponentFromURL(
            pathlib.Path(source).resolve().as_uri(), "_blank", 0,
            (prop("Hidden", True), prop("FilterName", "Text - txt - csv (StarCalc)"), prop("FilterOptions", "44,34,76,1,,1033")))
        show(document, *pivot(document))
        document.storeToURL(pathlib.Path(target).resolve().as_uri(), (prop("FilterName", "calc_pdf_Export"),))
        document.close(True)
        files.terminate()
    finally:
        office.wait(60)


main(*sys.argv[1:])
