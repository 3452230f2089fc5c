/** The formats of the templates: 4:5 and 1:1 are Instagram's feed, 9:16 is TikTok's and that of stories. */
export const ratios = ["4:5", "1:1", "9:16"] as const;
