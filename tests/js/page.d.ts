/**
 * What the checks know of a page. Nothing here is served.
 *
 * The templates draw the elements that the scripts look for, and the browser tests hold that they do: what is found
 * is there, and of the kind that the script expects. Everything else (numbers, dates, shapes, what may be missing)
 * is checked as strictly as TypeScript can.
 */

/** An element of a page, of whatever kind its template says. */
type PageElement = Omit<HTMLInputElement, "type"> &
  Omit<HTMLButtonElement, "type"> &
  Omit<HTMLSelectElement, "type"> &
  Pick<HTMLFormElement, "action" | "requestSubmit"> &
  HTMLDialogElement &
  HTMLDetailsElement &
  HTMLAnchorElement &
  HTMLTableElement &
  HTMLTableRowElement &
  HTMLTableCellElement &
  HTMLTemplateElement & { type: KindOfField; dataset: Record<string, string> };

// biome-ignore lint/suspicious/noExplicitAny: a string for most, a word of its own for a button or a list.
type KindOfField = any;

/** An event, with the element it happened to. */
type On<E extends Event> = E & { readonly target: PageElement; readonly submitter?: PageElement | null };

type PageEvents = { [Name in keyof DocumentEventMap]: On<DocumentEventMap[Name]> } & {
  "session-over": On<CustomEvent>;
  "htmx:load": On<CustomEvent<{ elt: PageElement }>>;
  "htmx:afterSettle": On<CustomEvent>;
  "htmx:afterRequest": On<CustomEvent>;
  "htmx:beforeRequest": On<CustomEvent>;
  "htmx:responseError": On<CustomEvent>;
  "htmx:sendError": On<CustomEvent>;
  "htmx:beforeSwap": On<
    CustomEvent<{ shouldSwap: boolean; requestConfig: { parameters: Record<string, string | undefined> } }>
  >;
};

declare const htmx: { process(root: Element): void };

interface ParentNode {
  querySelector(selectors: "form"): HTMLFormElement;
  querySelector(selectors: string): PageElement;
  querySelectorAll(selectors: string): NodeListOf<PageElement>;
}

interface NonElementParentNode {
  getElementById(id: string): PageElement;
}

interface DocumentFragment {
  getElementById(id: string): PageElement;
}

interface Element {
  /** What the template draws around it. */
  closest(selectors: "table" | "tbody" | "tr" | "td" | "th" | "td, th" | "form" | "label"): PageElement;
  closest(selectors: string): PageElement | null;
}

type Heard<Name extends keyof PageEvents> = (event: PageEvents[Name]) => unknown;
type Options = boolean | AddEventListenerOptions;

interface Document {
  getElementById(id: string): PageElement;
  addEventListener<Name extends keyof PageEvents>(type: Name, listener: Heard<Name>, options?: Options): void;
}
interface HTMLElement {
  addEventListener<Name extends keyof PageEvents>(type: Name, listener: Heard<Name>, options?: Options): void;
}
interface HTMLTableElement {
  addEventListener<Name extends keyof PageEvents>(type: Name, listener: Heard<Name>, options?: Options): void;
}
interface HTMLDialogElement {
  addEventListener<Name extends keyof PageEvents>(type: Name, listener: Heard<Name>, options?: Options): void;
}
interface HTMLInputElement {
  addEventListener<Name extends keyof PageEvents>(type: Name, listener: Heard<Name>, options?: Options): void;
}
