import { type RefObject, useEffect, useRef } from "react";

/**
 * Keeps a field at what is said elsewhere, in the address for example, without taking it away from who types in it:
 * a field that is rendered anew loses the focus.
 */
export function useShown(value: string): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current && field.current !== document.activeElement) field.current.value = value;
  }, [value]);
  return field;
}
