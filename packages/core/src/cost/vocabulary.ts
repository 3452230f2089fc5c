/** The last 7, 30 or 90 days with today, or the calendar month until today. */
export const ranges = ["7d", "30d", "90d", "month"] as const;
