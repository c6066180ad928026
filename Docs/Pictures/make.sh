#!/bin/sh
# Makes the pictures of the documents by the commands that they show. Takes the command to use:
#
#     Docs/Pictures/make.sh .build/release/vq
#
# diagrams.py draws the diagrams and needs Python alone; landscape.py needs the NumPy of Tests/Fixtures/requirements.txt.
set -eu

vq=$(realpath "${1:-.build/release/vq}")
pictures=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Twelve clusters, and what finds that there are twelve.
"$vq" generate --n 20000 --d 2 --k 12 --separation 14 --seed 14 --output mixture.npy --quiet
"$vq" fit mixture.npy --k 12 --restarts 4 --seed 1 --plot clusters.png --quiet
"$vq" choose-k mixture.npy --to 20 --restarts 4 --seed 1 --scores elbow,simplified-silhouette,bic \
  --plot "$pictures/elbow.svg" --quiet

"$vq" demo --n 150000 --picture demo.png --quiet

# Plots have few colours, so the palette of the tool's own makes them several times smaller.
"$vq" palette clusters.png "$pictures/clusters.png" --colors 128 --quiet
"$vq" palette demo.png "$pictures/demo.png" --colors 256 --quiet

# A landscape as it is, in eight colours, and dithered with them.
python3 "$pictures/landscape.py" landscape.ppm
"$vq" palette landscape.ppm 8.ppm --colors 8 --plot "$pictures/swatches.svg" --quiet
"$vq" palette landscape.ppm 8-dithered.ppm --colors 8 --dither floyd-steinberg --quiet
python3 "$pictures/landscape.py" landscape.ppm 8.ppm 8-dithered.ppm joined.ppm
"$vq" palette joined.ppm "$pictures/palette.png" --colors 256 --quiet

python3 "$pictures/diagrams.py"
