// The look chosen by the person at this post: light, dark, or whatever the system says. Owns the
// `data-theme` attribute and nothing else; the colours live in the tokens.
export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const STORED_UNDER = 'relais.theme';

function readChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORED_UNDER);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

let choice = $state<ThemeChoice>('system');
let systemIsDark = $state(false);

export const theme = {
  get choice(): ThemeChoice {
    return choice;
  },
  get shown(): Theme {
    if (choice !== 'system') return choice;
    return systemIsDark ? 'dark' : 'light';
  },
  choose(next: ThemeChoice): void {
    choice = next;
    if (next === 'system') localStorage.removeItem(STORED_UNDER);
    else localStorage.setItem(STORED_UNDER, next);
    apply();
  },
};

function apply(): void {
  document.documentElement.dataset['theme'] = theme.shown;
}

/** Called once before the first paint; follows the system from then on. */
export function startTheme(): void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  choice = readChoice();
  systemIsDark = query.matches;
  query.addEventListener('change', (event) => {
    systemIsDark = event.matches;
    apply();
  });
  apply();
}
