"use client";

import { useTranslations } from "next-intl";
import type { Dataset } from "../../lib/api-type.ts";
import { Table, TableCell, TableHead } from "../../ui/table.tsx";

type Cell = Dataset["cells"][number];

export const isGap = ({ planned, kept }: { planned: number; kept: number }) => kept < planned / 2;

/** Framing by angle: the cells that a face is learned from, with what is kept of what was planned. */
export function DatasetCells({ cells }: { cells: Cell[] }) {
  const t = useTranslations("coverage");
  const framings = [...new Set(cells.map(({ framing }) => framing))];
  const angles = [...new Set(cells.map(({ angle }) => angle))];
  return (
    <div className="grid gap-1.5">
      <h3 className="text-13 font-medium">
        {t("cells")}{" "}
        <span className="font-normal text-ink-2">{t("gaps", { count: cells.filter(isGap).length })}</span>
      </h3>
      <Table label={t("cells")}>
        <thead>
          <tr>
            <TableHead>{t("framing")}</TableHead>
            {angles.map((angle) => (
              <TableHead key={angle} isNumber>
                {t(angle)}
              </TableHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {framings.map((framing) => (
            <tr key={framing}>
              <TableHead isRow>{t(framing)}</TableHead>
              {cells.flatMap((cell) =>
                cell.framing === framing ? (
                  <TableCell key={cell.angle} isNumber className={colorOf(cell)}>
                    {cell.planned + cell.kept === 0
                      ? t("unplanned")
                      : t(isGap(cell) ? "gap" : "of", { kept: cell.kept, planned: cell.planned })}
                  </TableCell>
                ) : (
                  []
                ),
              )}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const colorOf = (cell: Cell): string =>
  isGap(cell) ? "text-warn" : cell.planned + cell.kept === 0 ? "text-ink-3" : "text-ink-2";
