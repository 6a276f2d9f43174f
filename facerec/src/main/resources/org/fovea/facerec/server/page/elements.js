// What several parts of the page show things by.

export function make(tag, text, ...classes) {
  const element = document.createElement(tag);
  element.textContent = text; // names are text and never HTML
  element.classList.add(...classes);
  return element;
}

export const digits = (value) => (value == null ? "–" : value.toFixed(4));
