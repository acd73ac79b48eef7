#!/bin/sh
# Builds static/site/ from these sources. Only needed after changing them; what it writes is committed.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --silent
bin=node_modules/.bin
"$bin/sass" --no-error-css --load-path=node_modules --load-path=. --style=compressed --no-source-map --no-charset site.scss ../site/site.css
"$bin/rtlcss" ../site/site.css ../site/site.rtl.css
cat rtl-extra.css >> ../site/site.rtl.css
"$bin/esbuild" app.mjs --bundle --minify --format=esm --log-level=warning --outfile=../site/app.js
"$bin/esbuild" live.mjs --bundle --minify --format=esm --log-level=warning --outfile=../site/live.js
"$bin/esbuild" desk.mjs --bundle --minify --format=esm --log-level=warning --legal-comments=none --outfile=../site/desk.js
"$bin/esbuild" upload.mjs tus.mjs check.mjs --bundle --minify --format=esm --log-level=warning --outdir=../site
cp boot.js icon.svg ../site/
python3 sums.py write
