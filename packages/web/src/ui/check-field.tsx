import { type ComponentProps, useId } from "react";

type Props = { label: string; hint: string; name: string } & Omit<ComponentProps<"input">, "name" | "type">;

/** Something that is on or off, with a line about what it does. */
export function CheckField({ label, hint, ...props }: Props) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] items-start gap-x-2.5">
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-4 accent-accent"
        {...props}
      />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className="col-start-2 text-13 text-ink-3">
        {hint}
      </p>
    </div>
  );
}
