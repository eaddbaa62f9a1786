// The field a page or a dialog is opened for takes the focus when it appears. Inside a dialog the `autofocus`
// attribute does it, since nothing can be focused before the dialog is shown.
export function focusedWhen(wanted: boolean): (element: HTMLElement) => void {
  return (element) => {
    if (wanted) element.focus();
  };
}
