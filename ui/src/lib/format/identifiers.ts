// How numbers people know by heart are grouped on screen. Masking the NIR is the default and the only
// form lists may show.
const FIXED = '\u00a0';

/** `0612345678` gives `06 12 34 56 78`; anything else is shown as it was typed. */
export function formatPhone(phone: string): string {
  const digits = phone.replace(/[\s.\-]/g, '').replace(/^\+33/, '0');
  return /^0\d{9}$/.test(digits) ? (digits.match(/\d{2}/g) ?? []).join(FIXED) : phone;
}

/** `184...` gives `1 84 •• •• ••• ••• ••`: sex and year only, as the trade does. */
export function maskNir(nir: string): string {
  const digits = nir.replace(/\s/g, '');
  return [digits.slice(0, 1), digits.slice(1, 3), '••', '••', '•••', '•••', '••'].join(FIXED);
}

/** `73282932000074` gives `732 829 320 00074`. */
export function formatSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, `$1${FIXED}$2${FIXED}$3${FIXED}$4`);
}

/** `6679545` `042014506908` `052108899000`, as printed at the foot of a cheque. */
export function formatCmc7(line: string): string {
  return line.replace(/^(\d{7})(\d{12})(\d{12})$/, `$1${FIXED}$2${FIXED}$3`);
}
