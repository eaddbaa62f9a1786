// Where the focus goes when nobody says: the field a page or a dialog is opened for, and the place a page names for
// the next keystroke when what held the focus has gone. The focus is never left on nothing.

/** Marks the place of a page where the next keystroke is needed. */
export const FOCUS_HOME = 'data-focus-home';

/** Marks the field a page or a dialog is opened for. Not the `autofocus` of HTML: WebKitGTK acts on it a tenth of a second
 * late, when somebody who types fast is already in the next field, and takes the cursor back. */
export const OPENED_FOR = 'data-opened-for';

/** The fields that have taken the focus once: an attachment runs again each time an attribute of its element changes. */
const greeted = new WeakSet<HTMLElement>();

/** The field a page is opened for takes the focus when it appears, and never takes it back from where one types since.
 * Inside a dialog the dialog itself does it, since nothing can be focused before it is shown. */
export function focusedWhen(wanted: boolean): (element: HTMLElement) => void {
  return (element) => {
    if (!wanted || greeted.has(element)) return;
    greeted.add(element);
    element.focus();
  };
}

/** Nobody is working with the focus where it is: nowhere, on the page as a whole, or on the way here. */
export function focusIsFree(): boolean {
  return focusIsNowhere() || document.activeElement?.closest('nav') != null;
}

/** Nothing one works with has the focus: what held it has left, or the page as a whole has it. */
export function focusIsNowhere(): boolean {
  const active = document.activeElement;
  return !(active instanceof HTMLElement) || active === document.body || active.id === 'main' || !active.isConnected;
}

/** Gives the focus to the place the page names for the next keystroke, else to the page itself. */
export function focusHome(): void {
  if (document.querySelector('dialog[open]')) return;
  // The first that takes it: what cannot be used takes none.
  for (const home of [...document.querySelectorAll<HTMLElement>(`[${FOCUS_HOME}]`), document.getElementById('main')]) {
    home?.focus({ preventScroll: true });
    if (home && document.activeElement === home) return;
  }
}

/** The same, when the focus is on nothing: what held it has left. */
export function settleFocus(): void {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body || !active.isConnected) focusHome();
}
