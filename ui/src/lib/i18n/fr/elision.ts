// « de » before a name, which loses its vowel before another: « d’Almerys », « d’Éloïse », « de Viamedis ».

/** `de` and the name. An H may be silent or not, and nobody wants to be told which: it keeps its « de ». */
export function of(name: string): string {
  return /^[aeiouàâäáåãéèêëíîïóôöõúùûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`;
}
