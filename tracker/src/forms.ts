/** Forms: begun, submitted, or given up at which field. Values are never looked at. */
import { clean, ignored } from "./cleaning";
import { happen, on } from "./events";
import { onLeaving } from "./pages";

const begun = new Map<Element, string>();

// By attribute: a field called "name" would hide the form's own property.
const called = (element: Element): string =>
  clean(["data-fp-form", "data-fp-field", "name", "id"].map((name) => element.getAttribute(name)).find(Boolean) ?? element.localName);

const touched = (event: Event): void => {
  const field = event.target;
  const form = field instanceof Element && !ignored(field) && field.closest("form");
  if (!form) return;
  if (!begun.has(form)) happen("track", "Form started", { form: called(form) });
  begun.set(form, called(field));
};

export const watchForms = (): void => {
  on("input", touched);
  on("change", touched);
  on("submit", (event) => {
    const form = event.target as Element;
    if (ignored(form)) return;
    begun.delete(form);
    happen("track", "Form submitted", { form: called(form) });
  });
  onLeaving((page) => {
    begun.forEach((field, form) => happen("track", "Form abandoned", { form: called(form), field }, { page }));
    begun.clear();
  });
};
