// Parts of a page change without moving what a person reads, and without touching what they are in the middle of.
const changed = (field) =>
  field.matches("select") ? [...field.options].some((each) => each.selected !== each.defaultSelected && each.index) : field.value !== field.defaultValue;

export const busy = (part) =>
  part.contains(document.activeElement) || [...part.querySelectorAll("input, select, textarea")].some(changed);

// Call it before a change, and what it gives afterwards.
export function hold() {
  const read = [...document.querySelectorAll("main *")].find((each) => each.getBoundingClientRect().top >= 0);
  const before = read?.getBoundingClientRect().top;
  const { style } = document.documentElement;
  style.overflowAnchor = "none";
  return () => {
    if (read?.isConnected) scrollBy(0, read.getBoundingClientRect().top - before);
    style.overflowAnchor = "";
  };
}

export const every = (look) => setInterval(() => document.hidden || look(), 20000);
