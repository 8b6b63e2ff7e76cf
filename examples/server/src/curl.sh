#!/bin/sh
# The same with curl, against a server that runs: npx maaza bootstrap-demo; npx maaza serve; MAAZA_KEY=sk_live_… sh curl.sh
set -eu
url=${MAAZA_URL:-http://127.0.0.1:8787}

# A random Idempotency-Key: repeated with the same one, the request is done and metered once.
curl -fsS --retry 3 "$url/v1/extract" \
  -H "Authorization: Bearer $MAAZA_KEY" -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s)-$$" \
  -d '{"text": "Order #12345 by John Doe, 149.99 EUR", "fields": "order_id, customer, total:number", "return_spans": true}'
echo
curl -fsS "$url/v1/usage/quota" -H "Authorization: Bearer $MAAZA_KEY"
echo
