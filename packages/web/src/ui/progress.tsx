/** How far something is. The bar glides between two values; the words beside it say the number. */
export function Progress({ label, value, max }: { label: string; value: number; max: number }) {
  const share = Math.round((Math.min(value, max) / Math.max(max, 1)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuenow={value}
      aria-valuemax={Math.max(max, 1)}
      aria-valuetext={`${share}%`}
      className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
    >
      <div
        className="h-full rounded-full bg-ink-2 transition-[width] duration-1000 ease-linear"
        style={{ width: `${share}%` }}
      />
    </div>
  );
}
