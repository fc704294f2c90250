#!/bin/sh
# Makes the plans of this folder again. It installs nothing: it says what is missing and stops.
#
#   python3 with:  pip install typst==0.15.2 weasyprint==70.0 reportlab==5.1.0
#   fonts:         apt-get install fonts-ipafont fonts-noto-cjk
#   page numbers:  apt-get install poppler-utils   (pdftotext)
#
# PYTHON names the interpreter (default python3). Arguments: names of builders (minamo_dx ...); none makes all.
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}
missing=0
for module in typst weasyprint reportlab; do
  "$PYTHON" -c "import $module" 2>/dev/null || { echo "missing: python module $module (pip install $module)" >&2; missing=1; }
done
for font in IPAGothic IPAMincho "Noto Sans CJK JP"; do
  fc-list ":family=$font" | grep -q . || { echo "missing: font $font (fonts-ipafont, fonts-noto-cjk)" >&2; missing=1; }
done
command -v pdftotext >/dev/null || { echo "missing: pdftotext (poppler-utils)" >&2; missing=1; }
[ "$missing" -eq 0 ] || exit 1
exec "$PYTHON" make.py "$@"
