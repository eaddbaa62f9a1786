// A customer's name as it is shown everywhere; whoever was erased has none.
import { t } from '$lib/i18n';

export const named = (name: string): string => name || t.ui.erased;
