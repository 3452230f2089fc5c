import { useFormatter, useTranslations } from "next-intl";
import type { CostEntry } from "../../lib/api-type.ts";
import { Table, TableCell, TableHead } from "../../ui/table.tsx";
import { kindName } from "./kind-name.ts";
import { modelName } from "./model-name.ts";
import { exactMoney } from "./money.ts";
import { quantityOf } from "./quantity.ts";

/** On a phone the table scrolls below its amounts, which are what it is read for. */
const stuck = "max-sm:sticky max-sm:right-0 max-sm:bg-bg max-sm:pl-3";

/** The ledger's rows as they were booked, in the days' own zone. */
export function EntryTable({ entries, zone }: { entries: CostEntry[]; zone: string }) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const unit = useTranslations("unit");
  const format = useFormatter();
  return (
    <Table label={t("entries")}>
      <thead>
        <tr>
          <TableHead>{t("whenIn", { zone })}</TableHead>
          <TableHead>{t("avatar")}</TableHead>
          <TableHead>{t("kind")}</TableHead>
          <TableHead>{t("model")}</TableHead>
          <TableHead isNumber>{t("quantity")}</TableHead>
          <TableHead isNumber className={stuck}>
            {t("amount")}
          </TableHead>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <TableCell className="whitespace-nowrap text-ink-2">
              <time dateTime={entry.createdAt}>
                {format.dateTime(new Date(entry.createdAt), {
                  dateStyle: "medium",
                  timeStyle: "medium",
                  timeZone: zone,
                })}
              </time>
            </TableCell>
            <TableCell className="max-w-40 truncate">
              {entry.avatarId ? (entry.avatarName ?? t("gone")) : "–"}
            </TableCell>
            <TableCell>{kindName(kind, entry.kind)}</TableCell>
            <TableCell className="whitespace-nowrap">{modelName(t, entry.model)}</TableCell>
            <TableCell isNumber>{quantityOf({ t: unit, format }, entry)}</TableCell>
            <TableCell isNumber className={stuck}>
              {exactMoney(format, entry.amountNanos)}
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
