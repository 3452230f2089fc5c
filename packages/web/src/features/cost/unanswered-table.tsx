import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import type { UnansweredCall } from "../../lib/api-type.ts";
import { Table, TableCell, TableHead } from "../../ui/table.tsx";
import { providerName } from "../provider-name.ts";
import { kindName } from "./kind-name.ts";
import { modelName } from "./model-name.ts";

export function UnansweredTable({ calls }: { calls: UnansweredCall[] }) {
  const t = useTranslations("cost");
  const kind = useTranslations("kind");
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  return (
    <Table label={t("unansweredTitle")}>
      <thead>
        <tr>
          <TableHead>{t("whenIn", { zone })}</TableHead>
          <TableHead>{t("avatar")}</TableHead>
          <TableHead>{t("kind")}</TableHead>
          <TableHead>{t("model")}</TableHead>
          <TableHead>{t("reason")}</TableHead>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <tr key={call.id}>
            <TableCell className="whitespace-nowrap text-ink-2">
              <time dateTime={call.startedAt}>
                {format.dateTime(new Date(call.startedAt), { dateStyle: "medium", timeStyle: "medium" })}
              </time>
            </TableCell>
            <TableCell className="max-w-40 truncate">{call.avatarName ?? "–"}</TableCell>
            <TableCell>{kindName(kind, call.kind)}</TableCell>
            <TableCell className="whitespace-nowrap">
              {providerName(call.provider)} · {modelName(t, call.model)}
            </TableCell>
            <TableCell className="min-w-48 text-ink-2 wrap-anywhere">
              {call.message ?? t("noAnswer")}
            </TableCell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
