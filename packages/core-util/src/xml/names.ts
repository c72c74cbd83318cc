/** Kinds of characters below 128: 1 may begin a name, 2 may stand inside one, 4 white space. */
const kinds: Uint8Array = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z_:]/.test(char)) kinds[code] = 3;
  else if (/[0-9.-]/.test(char)) kinds[code] = 2;
  else if (/[ \t\n\r]/.test(char)) kinds[code] = 4;
}

/** Characters above 127 that may begin a name (XML 1.0, fifth edition, NameStartChar). */
const startBeyondAscii: RegExp = new RegExp(
  String.raw`[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f` +
    String.raw`\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}]`,
  'u',
);
/** Further ones that may stand inside a name (NameChar). */
const insideBeyondAscii = /[\u00b7\u0300-\u036f\u203f\u2040]/;

/** Is this character code TAB, LF, CR or a blank? */
export function isBlankCode(code: number): boolean {
  return code < 128 && kinds[code] === 4;
}

/** The offset behind white space that begins at `at`. */
export function skipBlanks(text: string, at: number): number {
  while (isBlankCode(text.charCodeAt(at))) at += 1;
  return at;
}

/** The offset behind the name that begins at `at`; `at` itself when none does. */
export function nameEnd(text: string, at: number): number {
  let kind = 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (((kinds[code] as number) & kind) === 0) return at;
      at += 1;
    } else {
      const point = text.codePointAt(at);
      if (point === undefined) return at;
      const char = String.fromCodePoint(point);
      if (!startBeyondAscii.test(char) && (kind === 1 || !insideBeyondAscii.test(char))) return at;
      at += char.length;
    }
    kind = 2;
  }
}
