/** What a page around signing in is for. */
export function AuthHead({ title, lead }: { title: string; lead?: string | undefined }) {
  return (
    <div className="grid gap-1">
      <h1 className="text-28">{title}</h1>
      {lead ? <p className="text-ink-2">{lead}</p> : null}
    </div>
  );
}
