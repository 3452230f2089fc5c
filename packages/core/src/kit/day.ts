import { z } from "zod";

/** ISO 8601 has a year 0, and Postgres has none. */
export const hasYear = (iso: string): boolean => !iso.startsWith("0000");

const asked = "Write the day as 2026-01-31.";

/** A day of the calendar that the database can hold. */
export const day = z.iso.date(asked).refine(hasYear, asked);
