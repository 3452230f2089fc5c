export const languages = ["es", "en"] as const;
export const themes = ["system", "light", "dark"] as const;
export type Language = (typeof languages)[number];
export type Theme = (typeof themes)[number];
