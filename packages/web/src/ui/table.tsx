import { clsx } from "clsx";
import type { ReactNode } from "react";

type TableProps = { label: string; className?: string; children: ReactNode };

/** A table that scrolls by itself where it is wider than its room, also by keyboard. */
export function Table({ label, className, children }: TableProps) {
  return (
    // A group and no landmark: the section around it has the name already.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div role="group" aria-label={label} tabIndex={0} className={clsx("relative overflow-x-auto", className)}>
      <table data-slot="table" aria-label={label} className="w-full text-13 tabular-nums">
        {children}
      </table>
    </div>
  );
}

type CellProps = { isNumber?: boolean; className?: string; children?: ReactNode };

const cell = "border-line py-2 pr-4 align-baseline last:pr-0";
const numeric = "text-right whitespace-nowrap";

/** The name of a column or, with `isRow`, of a row. */
export function TableHead({ isNumber, isRow, className, children }: CellProps & { isRow?: boolean }) {
  return (
    <th
      scope={isRow ? "row" : "col"}
      className={clsx(
        cell,
        isRow ? "border-t font-normal whitespace-nowrap" : "font-medium text-ink-2",
        isNumber ? numeric : "text-left",
        className,
      )}
    >
      {children}
    </th>
  );
}

export function TableCell({ isNumber, className, children }: CellProps) {
  return <td className={clsx(cell, "border-t", isNumber && numeric, className)}>{children}</td>;
}
