"""The face of the first Korean words: one small variable font in place of a dozen slices of the whole one.

    pip install fonttools brotli && python3 web/art/core-face.py

Takes the syllables of src/i18n/ko.ts out of the slices of Noto Sans KR (OFL 1.1) and joins them, all weights kept, in
public/fonts/core-ko.woff2; src/font-core-ko.css says which they are. A syllable that is not there comes from its slice,
so this needs to be run again only now and then.
"""

import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

web = Path(__file__).parent.parent
slices = web.parent / "node_modules/@fontsource-variable/noto-sans-kr"
# A face of 1.3 kB of rules says which slice has what.
faces = re.findall(r"url\(\./(files/[^)]+)\)[^;]*;\s*unicode-range: ([^;]+);", (slices / "wght.css").read_text())


def codepoints(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip()[2:].partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


wanted = {ord(letter) for letter in re.findall("[가-힣]", (web / "src/i18n/ko.ts").read_text())}
core: TTFont | None = None
left = set(wanted)
for file, ranges in faces:
    here = left & codepoints(ranges)
    if not here:
        continue
    left -= here
    options = subset.Options(layout_features=[], notdef_outline=True, drop_tables=["HVAR", "GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=here)
    font = TTFont(slices / file)
    subsetter.subset(font)
    if core is None:
        core = font
        continue
    for codepoint, name in font.getBestCmap().items():
        glyph = f"uni{codepoint:04X}"
        if font["glyf"][name].isComposite():
            raise SystemExit(f"{glyph} is made of other glyphs")
        core["glyf"][glyph] = font["glyf"][name]
        core["hmtx"][glyph] = font["hmtx"][name]
        core["gvar"].variations[glyph] = font["gvar"].variations.get(name, [])
        for table in core["cmap"].tables:
            if table.isUnicode():
                table.cmap[codepoint] = glyph
if core is None or left:
    raise SystemExit(f"no slice has {''.join(map(chr, left))}")
core.setGlyphOrder(core["glyf"].glyphOrder)
core.flavor = "woff2"
out = web / "public/fonts/core-ko.woff2"
out.parent.mkdir(exist_ok=True)
core.save(out)
spans: list[list[int]] = []
for codepoint in sorted(wanted):
    if spans and codepoint == spans[-1][1] + 1:
        spans[-1][1] = codepoint
    else:
        spans.append([codepoint, codepoint])
covered = ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in spans)
(web / "src/font-core-ko.css").write_text(
    "/* Made by art/core-face.py. */\n"
    '@font-face { font-family: "Noto Sans KR Core"; font-display: swap; font-weight: 100 900; '
    f'src: url("/fonts/core-ko.woff2") format("woff2"); unicode-range: {covered}; }}\n'
)
print(f"{len(wanted)} syllables, {out.stat().st_size} bytes")
