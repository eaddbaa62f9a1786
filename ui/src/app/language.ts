// The language the window speaks: the one it is built in, and the other, which is another page (docs/decisions/0033). A sale
// half typed would not be on that page: whoever changes the language is told before.
import { asRefused, chooseLanguage, type Language } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n';
import { counter } from '../features/counter/counter.svelte';

export const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: 'fr', name: 'Français' },
  { language: 'en', name: 'English' },
];

export const spoken = (): Language => (t.locale.startsWith('en') ? 'en' : 'fr');
export const otherLanguage = (): Language => (spoken() === 'en' ? 'fr' : 'en');

/** Whether something typed would be lost with the page. */
export const losesTyped = (): boolean => counter.draft !== undefined;

/** Goes to the page in that language; where the choice cannot be kept, the window stays as it is and says why. */
export async function speak(language: Language): Promise<void> {
  try {
    await chooseLanguage(language);
  } catch (thrown) {
    const { why, instead } = asRefused(thrown).words;
    toasts.say(`${why} ${instead}`, { tone: 'bad' });
  }
}

/** To the other language at once; `ask` first where something typed would be lost. */
export function change(ask: () => void): void {
  if (losesTyped()) ask();
  else void speak(otherLanguage());
}
