/** Builds elements without markup text, so that nothing of a driver's can become markup. */

type Child = Node | string | null | false | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

const SVG = 'http://www.w3.org/2000/svg';

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null && child !== false && child !== undefined) element.append(child);
}

/** `h('button', { class: 'x', onclick: … }, 'text')`; an attribute that is undefined or false is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

/**
 * Puts new content into a pane and keeps the keyboard where it was: the element that had the focus is found again by
 * its `data-key`.
 */
export function replaceContent(pane: Element, ...children: readonly Child[]): void {
  const focused = pane.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : null;
  const { scrollTop, scrollLeft } = pane;
  pane.replaceChildren(
    ...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined),
  );
  pane.scrollTop = scrollTop;
  pane.scrollLeft = scrollLeft;
  // What is drawn anew while the user types elsewhere must not take the keyboard from there.
  if (focused === null || focused === undefined || !document.hasFocus()) return;
  const again = pane.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`);
  again?.focus({ preventScroll: true });
}

/** Arrow keys, Home and End move among the elements that match; one of them is in the tab order at a time. */
export function roving(pane: HTMLElement, selector: string): void {
  pane.addEventListener('keydown', (event) => {
    const items = [...pane.querySelectorAll<HTMLElement>(selector)];
    const at = items.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const to = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    const target = to === undefined ? undefined : items[Math.max(0, Math.min(items.length - 1, to))];
    if (target === undefined) return;
    event.preventDefault();
    for (const item of items) item.tabIndex = item === target ? 0 : -1;
    target.focus();
  });
}
