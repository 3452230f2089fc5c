/**
 * Keeps what is typed for a field that is still on its way, and from the keys of the page: who opens the palette
 * and goes on typing means the palette. Gives what ends it and tells what was typed.
 */
export function keepTyping(): () => string {
  let text = "";
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Backspace") text = text.slice(0, -1);
    else if (event.key.length === 1) text += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", keep, true);
  return () => {
    window.removeEventListener("keydown", keep, true);
    return text;
  };
}
