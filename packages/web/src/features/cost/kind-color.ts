const colors: Record<string, string> = {
  image: "var(--series-1)",
  training: "var(--series-2)",
  text: "var(--series-3)",
  face: "var(--series-4)",
  moderation: "var(--series-5)",
  embedding: "var(--series-6)",
  storage: "var(--series-7)",
  mail: "var(--series-8)",
};

/** A kind has its colour wherever it shows. */
export const kindColor = (kind: string): string => colors[kind] ?? "var(--series-7)";
