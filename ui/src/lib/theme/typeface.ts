// The typeface, in two files: the letters of every page, in base.css, and those a name may need (ł, ş, č…), added here.
import rareLetters from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url';

const FAMILY = 'Inter Variable';
const RARE = 'U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+1EF2-1EFF';

/** Asks for the face of every page: words laid out before it is there would be laid out twice. One that does not come
 * keeps nobody out. */
export async function typefaceRead(): Promise<void> {
  await document.fonts?.load(`400 13px '${FAMILY}'`).catch(() => []);
}

let added = false;

/** A patient's name never falls back to another face; the file is read only when one needs it. Added once the first page is
 * painted: a face that is declared and not read makes WebKitGTK look for a stand-in of every size and weight, half the
 * time that the page's layout takes. */
export function addRareLetters(): void {
  if (added || !document.fonts) return;
  added = true;
  document.fonts.add(new FontFace(FAMILY, `url(${rareLetters})`, { style: 'normal', weight: '100 900', display: 'swap', unicodeRange: RARE }));
}
