/** The brand's mark, which is also the icon's shape. */
export const Mark = () => (
  <span aria-hidden className="inline-block size-4 shrink-0 rounded-[8px_8px_8px_0] bg-accent" />
);
