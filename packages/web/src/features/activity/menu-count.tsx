/**
 * How many of them there are, where the reader of a screen hears it in words. It has its room before there is any:
 * the first answer of the poll moves nothing. Where the button is its icon alone, it sits on the icon's corner.
 */
export function MenuCount({ count }: { count: number }) {
  return (
    <span
      aria-hidden
      className="absolute top-1 left-[calc(50%+2px)] rounded-full bg-raised px-1 text-12 leading-4 text-ink tabular-nums empty:bg-transparent lg:static lg:min-w-[2ch] lg:bg-transparent lg:px-0 lg:text-left lg:text-14"
    >
      {count > 99 ? "99+" : count > 0 ? count : null}
    </span>
  );
}
