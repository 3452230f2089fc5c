let remainingMs: (() => number) | undefined;

/** Says how long the event at hand may still take. A container handles one event at a time. */
export function limitTime(remaining: () => number): void {
  remainingMs = remaining;
}

/** Milliseconds until this event's function is stopped; endless where nothing stops it, as in a script. */
export const timeLeftMs = (): number => remainingMs?.() ?? Number.POSITIVE_INFINITY;
