// The machine's clipboard, for the fields taken to a portal. Where the webview refuses the modern way, the old one is
// tried; whether it worked is said, never supposed.

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.setAttribute('aria-hidden', 'true');
  // Inside the open dialog: what is under it cannot be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(holder);
  const returnTo = document.activeElement;
  holder.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    holder.remove();
    if (returnTo instanceof HTMLElement) returnTo.focus();
  }
}
