import { type ComponentProps, type ReactNode, useId } from "react";

type Shared = { label: string; hint?: string | undefined; error?: string | undefined; name: string };
type Control = {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

/** A label, its control, and below it the hint or, when something is wrong, what to do about it. */
function Field({ label, hint, error, name, render }: Shared & { render: (control: Control) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-13 font-medium text-ink">
        {label}
      </label>
      {render({
        id,
        name,
        "aria-describedby": note === undefined ? undefined : `${id}-note`,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {note === undefined ? null : (
        <p id={`${id}-note`} className={`text-13 ${error === undefined ? "text-ink-3" : "text-bad"}`}>
          {note}
        </p>
      )}
    </div>
  );
}

type InputProps = Shared &
  Omit<ComponentProps<"input">, "name" | "id" | "defaultValue"> & { defaultValue?: string };

export function InputField({ label, hint, error, name, className = "", ...props }: InputProps) {
  return (
    <Field
      {...{ label, hint, error, name }}
      render={(control) => <input className={`control ${className}`} {...control} {...props} />}
    />
  );
}

type SelectProps = Shared & Omit<ComponentProps<"select">, "name" | "id">;

/** The system's own list: it works by keyboard, by thumb and before scripts arrive. */
export function SelectField({ label, hint, error, name, className = "", children, ...props }: SelectProps) {
  return (
    <Field
      {...{ label, hint, error, name }}
      render={(control) => (
        <select className={`control appearance-auto ${className}`} {...control} {...props}>
          {children}
        </select>
      )}
    />
  );
}

type TextAreaProps = Shared &
  Omit<ComponentProps<"textarea">, "name" | "id" | "defaultValue"> & { defaultValue?: string };

export function TextAreaField({ label, hint, error, name, className = "", ...props }: TextAreaProps) {
  return (
    <Field
      {...{ label, hint, error, name }}
      render={(control) => <textarea className={`control min-h-20 ${className}`} {...control} {...props} />}
    />
  );
}
