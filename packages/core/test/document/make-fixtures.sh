#!/usr/bin/env bash
# Makes the files in fixtures/ anew, each with a program that Maaza has nothing to do with (fixtures/README.md says which). Debian:
#   apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui chromium imagemagick pandoc poppler-utils qpdf fonts-dejavu-core python3
set -euo pipefail
cd "$(dirname "$0")"
out=$PWD/fixtures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

office() { timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" --outdir "$work/out" "$2" >/dev/null 2>&1; }
browser() { timeout 60 chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer "--print-to-pdf=$1" "file://$2" >/dev/null 2>&1; }
# Noise, tilt and blur are seeded: the same program makes the same pixels.
scan() { convert -seed 7 -density "$1" "$2" -background white -alpha remove -colorspace Gray "${@:4}" -strip "$3"; }

# Chromium prints to PDF.
browser "$out/invoice-chromium.pdf" "$PWD/sources/invoice.html"
browser "$out/article-chromium.pdf" "$PWD/sources/article.html"

# LibreOffice writes DOCX, PDF, PDF forms, XLSX and ODS.
office docx sources/letter.fodt && cp "$work/out/letter.docx" "$out/letter-libreoffice.docx"
office pdf sources/letter.fodt && cp "$work/out/letter.pdf" "$out/letter-libreoffice.pdf"
office pdf sources/form.html && cp "$work/out/form.pdf" "$out/form-libreoffice.pdf"
office xlsx sources/orders.fods && cp "$work/out/orders.xlsx" "$out/orders-libreoffice.xlsx"
office ods sources/orders.fods && cp "$work/out/orders.ods" "$out/orders-libreoffice.ods"

# pandoc writes DOCX and HTML.
pandoc sources/report.md -o "$out/report-pandoc.docx"
pandoc -s sources/report.md -o "$out/report-pandoc.html"

# poppler says where each word of a page stands.
for file in invoice-chromium letter-libreoffice; do pdftotext -bbox "$out/$file.pdf" "expected/$file.words.xml"; done

# qpdf turns and encrypts.
qpdf --rotate=+90:1 "$out/letter-libreoffice.pdf" "$out/letter-turned.pdf"
qpdf --encrypt user-secret owner-secret 256 -- "$out/letter-libreoffice.pdf" "$out/letter-encrypted.pdf"
qpdf --encrypt "" owner-secret 256 -- "$out/letter-libreoffice.pdf" "$out/letter-restricted.pdf"

# ImageMagick makes pages look scanned: noise, tilt, uneven light.
pdftoppm -r 150 -gray "$out/invoice-chromium.pdf" "$work/invoice"
pdftoppm -r 150 -gray "$out/letter-libreoffice.pdf" "$work/letter"
scan 150 "$work"/invoice-1.pgm "$out/invoice-noise.jpg" -rotate 1.2 -attenuate 0.8 +noise Gaussian -quality 22
scan 150 "$work"/letter-1.pgm "$out/letter-tilt.png" -rotate -2 -posterize 6 -define png:compression-level=9
scan 150 "$work"/letter-1.pgm "$work/light.pgm" -size 874x1240 gradient:gray45-white -compose Multiply -composite
scan 150 "$work"/light.pgm "$out/letter-shadow.webp" -rotate 0.7 -attenuate 0.2 +noise Gaussian -quality 25
convert "$work"/invoice-1.pgm "$work"/letter-1.pgm -threshold 60% -compress Group4 -density 150 "$out/two-pages.tiff"
convert -seed 7 -size 420x620 xc:white -font DejaVu-Sans-Mono -pointsize 15 -fill gray20 -annotate +24+34 "$(cat sources/receipt.txt)" -rotate 0.8 -attenuate 0.25 +noise Gaussian -colorspace Gray -strip -quality 35 "$out/receipt-small.jpg"
convert "$work"/letter-1.pgm -rotate 1 -posterize 4 -define png:compression-level=9 "$work/scan.png"
printf '<style>@page { size: A5; margin: 0 } body { margin: 0 } img { width: 148mm; display: block }</style><img src="scan.png">' > "$work/scan.html"
browser "$out/letter-scanned.pdf" "$work/scan.html"

# iconv writes legacy encodings.
printf 'Käufer: Jürgen Groß, Straße 5, 80331 München. Betrag: 49,90 €, fällig am 3. März.\n' | iconv -t WINDOWS-1252 > "$out/german-windows-1252.txt"
printf 'Покупатель: Анна Петрова, Москва. Сумма к оплате: 4900 рублей, срок до третьего марта.\n' | iconv -t KOI8-R > "$out/russian-koi8-r.txt"
printf 'Покупатель: Анна Петрова, Москва. Сумма к оплате: 4900 рублей, срок до третьего марта.\n' | iconv -t WINDOWS-1251 > "$out/russian-windows-1251.txt"
printf '注文番号は八八四一です。お客様のお名前は山田花子、合計は三千円です。\n' | iconv -t SHIFT_JIS > "$out/japanese-shift-jis.txt"
printf '订单号八八四一,客户张伟,总额三千元,请于三月三日前付款。\n' | iconv -t GB18030 > "$out/chinese-gb18030.txt"
printf 'Commande n° 8841 de Zoé, 30 €\n' | iconv -t UTF-16LE > "$out/french-utf-16le-without-bom.txt"
printf 'Commande n° 8841 de Zoé, 30 €\n' | iconv -t UTF-32 > "$out/french-utf-32.txt"

# Python's email package writes mail.
python3 sources/make-mail.py "$out/letter-libreoffice.docx" > "$out/mail-python.eml"
