import { useFormatter, useTranslations } from "next-intl";
import type { CostEntry } from "../../lib/api-type.ts";
import { Table, TableCell, TableHead } from "../../ui/table.tsx";
import { kindName } from "./kind-name.ts";
import { exactMoney } from "./money.ts";

/** The ledger's rows as they were booked, in the days' own zone. */
export function EntryTable({ entries, zone }: { entries: CostEntry[]; zone: string }) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const format = useFormatter();
  return (
    <Table label={t("entries")}>
      <thead>
        <tr>
          <TableHead>{t("when")}</TableHead>
          <TableHead>{t("avatar")}</TableHead>
          <TableHead>{t("kind")}</TableHead>
          <TableHead>{t("model")}</TableHead>
          <TableHead isNumber>{t("quantity")}</TableHead>
          <TableHead isNumber>{t("amount")}</TableHead>
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
            <TableCell className="whitespace-nowrap">{entry.model}</TableCell>
            <TableCell isNumber>
              {format.number(entry.quantity)} <span className="text-ink-3">{entry.unit}</span>
            </TableCell>
            <TableCell isNumber>{exactMoney(format, entry.amountNanos)}</TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
