export type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether a key needs Ctrl or ⌘: only those work while somebody types, and are never switched off. */
export const isChord = (key: string): boolean => key.startsWith("mod+");

/**
 * Whether what was pressed is `key`: a letter ("j"), a sign ("?"), a named key ("Enter", "ArrowLeft"), any of
 * them behind "shift+", or behind "mod+" for Ctrl and for ⌘. A sign needs no "shift+": where it sits on the
 * keyboard differs from country to country.
 */
export function matchesKey(key: string, pressed: Pressed): boolean {
  const parts = key.split("+");
  const wanted = parts.at(-1) ?? "";
  const isMod = pressed.ctrlKey || pressed.metaKey;
  if (isMod !== parts.includes("mod") || pressed.altKey) return false;
  if (pressed.key.toLowerCase() !== wanted.toLowerCase()) return false;
  const isSign = wanted.length === 1 && wanted.toLowerCase() === wanted.toUpperCase() && wanted !== " ";
  return isSign || pressed.shiftKey === parts.includes("shift");
}

const signs: Record<string, string> = {
  shift: "⇧",
  Enter: "↵",
  Escape: "Esc",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  " ": "␣",
};

/** The caps to draw for a key, as they are printed on the reader's keyboard. */
export function capsOf(key: string, isApple: boolean): string[] {
  return key.split("+").map((part) => {
    if (part === "mod") return isApple ? "⌘" : "Ctrl";
    return signs[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}
