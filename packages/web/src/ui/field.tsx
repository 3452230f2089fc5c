"use client";

import { Field as BaseField } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "../lib/class-name.ts";

const control =
  "min-h-9 w-full rounded-control border border-edge bg-surface px-3 py-1.5 text-14 text-ink placeholder:text-ink-3 aria-invalid:border-bad";

type Shared = { label: string; hint?: string | undefined; error?: string | undefined; name: string };

/** A label, its control, and below it the hint or, when something is wrong, what to do about it. */
function Field({ label, hint, error, name, children }: Shared & { children: ReactNode }) {
  return (
    <BaseField.Root name={name} invalid={error !== undefined} className="grid content-start gap-1.5">
      <BaseField.Label className="text-13 font-medium text-ink">{label}</BaseField.Label>
      {children}
      {error === undefined ? null : (
        <BaseField.Error match className="text-13 text-bad">
          {error}
        </BaseField.Error>
      )}
      {hint !== undefined && error === undefined ? (
        <BaseField.Description className="text-13 text-ink-3">{hint}</BaseField.Description>
      ) : null}
    </BaseField.Root>
  );
}

type InputProps = Shared & Omit<ComponentProps<"input">, "name" | "defaultValue"> & { defaultValue?: string };

export function InputField({ label, hint, error, name, className, ...props }: InputProps) {
  return (
    <Field label={label} hint={hint} error={error} name={name}>
      <BaseField.Control className={cn(control, className)} {...props} />
    </Field>
  );
}

type SelectProps = Shared & Omit<ComponentProps<"select">, "name">;

/** The system's own list: it works by keyboard, by thumb and before scripts arrive. */
export function SelectField({ label, hint, error, name, className, children, ...props }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error} name={name}>
      <BaseField.Control
        render={
          <select className={cn(control, "appearance-auto", className)} {...props}>
            {children}
          </select>
        }
      />
    </Field>
  );
}

type TextAreaProps = Shared &
  Omit<ComponentProps<"textarea">, "name" | "defaultValue"> & { defaultValue?: string };

export function TextAreaField({ label, hint, error, name, className, ...props }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} name={name}>
      <BaseField.Control render={<textarea className={cn(control, "min-h-20", className)} {...props} />} />
    </Field>
  );
}
