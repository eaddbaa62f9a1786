// Which rows of a long list are drawn: those in view and a few around, so that two thousand rows cost what
// forty do. Rows have one height, which makes this arithmetic and not measurement.

/** Below this every row is drawn: the browser's own find and screen readers see them all. */
export const DRAWN_WHOLE_UP_TO = 200;
/** Rows drawn beyond each edge, so that scrolling does not show blanks. */
const MARGIN_ROWS = 12;
/** Rows assumed in view before the list has been laid out. */
const FIRST_VIEW_ROWS = 40;

export interface DrawnRange {
  from: number;
  to: number;
}

export function drawnRange(count: number, scrollTop: number, viewHeight: number, rowHeight: number): DrawnRange {
  if (count <= DRAWN_WHOLE_UP_TO) return { from: 0, to: count };
  const inView = viewHeight > 0 ? Math.ceil(viewHeight / rowHeight) : FIRST_VIEW_ROWS;
  const first = Math.floor(scrollTop / rowHeight);
  return { from: Math.max(0, first - MARGIN_ROWS), to: Math.min(count, first + inView + MARGIN_ROWS) };
}

/** What is drawn before the list was ever seen: as many rows as the whole window would show; the others follow once
 * those are painted. */
export function drawnFirst(count: number, windowHeight: number, rowHeight: number): DrawnRange {
  return { from: 0, to: Math.min(count, Math.ceil(windowHeight / rowHeight)) };
}

/** Where to scroll so that row `index` is wholly in view under a header of `headHeight`; unchanged if it is. */
export function scrollToShow(index: number, scrollTop: number, viewHeight: number, rowHeight: number, headHeight: number): number {
  const top = index * rowHeight;
  const bottom = top + rowHeight;
  const visible = viewHeight - headHeight;
  if (visible <= 0) return scrollTop;
  if (top < scrollTop) return top;
  if (bottom > scrollTop + visible) return bottom - visible;
  return scrollTop;
}
