"use client";

type Props = { label: string; items: string[]; picked: string; onPick: (text: string) => void };

/** Texts to begin with; picking one writes it into the field, where it can be changed. */
export function Examples({ label, items, picked, onPick }: Props) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-13 text-ink-2">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {items.map((text) => (
          <button
            key={text}
            type="button"
            aria-pressed={text === picked}
            onClick={() => onPick(text)}
            className="min-h-(--touch-small) rounded-full border border-line px-3 py-1 text-left text-13 text-ink-2 hover:bg-raised hover:text-ink aria-pressed:border-accent aria-pressed:text-ink"
          >
            {text}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
