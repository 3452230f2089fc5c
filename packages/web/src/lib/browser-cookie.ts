const yearSeconds = 365 * 86_400;

/** Keeps a value in this browser, where the server can read it with the next page; undefined forgets it. */
export function keepCookie(name: string, value: string | undefined): void {
  const age = value === undefined ? 0 : yearSeconds;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser yet
  document.cookie = `${name}=${encodeURIComponent(value ?? "")}; max-age=${age}; path=/; samesite=lax`;
}
