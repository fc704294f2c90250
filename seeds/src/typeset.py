"""Calls of the typesetters, with fixed dates so that the same sources give the same bytes."""
import json
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
EPOCH = 1_743_000_000  # 26 March 2025, for tools that want a time


def typst(template, data, pdf):
    """Typesets a Typst template with `data` as `sys.inputs.data`."""
    import typst as engine
    engine.compile(str(HERE / template), output=str(pdf), root=str(HERE), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=EPOCH)
    return pdf


def weasyprint(html, pdf):
    """Typesets an HTML page with WeasyPrint."""
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    from weasyprint import HTML
    HTML(string=html, base_url=str(HERE)).write_pdf(str(pdf))
    return pdf


def css(title, body="Noto Serif CJK JP", head="Noto Sans CJK JP"):
    """The style sheet that the WeasyPrint plans share, with the running head and the fonts."""
    return (HERE / "common.css").read_text(encoding="utf-8").replace("RUNNING-HEAD", title).replace("BODY-FONT", body).replace("HEAD-FONT", head)
