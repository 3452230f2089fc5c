/** ISO 8601 has a year 0, and Postgres has none. */
export const hasYear = (iso: string): boolean => !iso.startsWith("0000");
