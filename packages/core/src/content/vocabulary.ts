/** The formats of the templates: 4:5 and 1:1 are Instagram's feed, 9:16 is TikTok's and that of stories. */
export const ratios = ["4:5", "1:1", "9:16"] as const;

/** Whom a piece is for. */
export const tiers = ["public", "subscriber", "pack", "custom"] as const;

/** How much the face of a piece is the persona's, in the bands of `identityBands`. */
export const likenesses = ["strong", "moderate", "weak"] as const;

/** Newest or oldest first, or those that look least like the persona first. */
export const pieceSorts = ["newest", "oldest", "identity"] as const;
export type Sort = (typeof pieceSorts)[number];

/** In the place of a score: beyond every one, so that pieces nobody compared yet come last. */
export const unscored = 2;

/**
 * What leads on behind a piece, in the order of `sort` (newest first when absent): what the order goes by, as it was
 * when the piece was read.
 */
export const cursorBehind = (
  sort: string | undefined,
  piece: { id: string; identityScore: number | null },
): string => (sort === "identity" ? `${piece.identityScore ?? unscored}~${piece.id}` : piece.id);
