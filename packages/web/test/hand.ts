import type { Locator, Page } from "playwright-core";

/** How a person uses the page: each way finds the same things, by role and label. */
export type Hand = {
  press(target: Locator): Promise<void>;
  write(target: Locator, text: string): Promise<void>;
  /** Chooses one of several: a radio button. */
  pick(target: Locator): Promise<void>;
};

export const pointer: Hand = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
  // The words or the picture beside it; the button itself is small, or hidden under them.
  pick: (target) => target.locator("xpath=ancestor::label").click(),
};

const tabsAllowed = 150;

/** Nothing but keys: Tab to get somewhere, arrows within a group, Enter and Space to act. */
export function keyboard(page: Page): Hand {
  const reach = async (target: Locator) => {
    await target.waitFor({ state: "attached" });
    for (let presses = 0; presses < tabsAllowed; presses++) {
      const step = await target.evaluate((wanted: Element) => {
        const active = document.activeElement;
        if (active === wanted) return "there";
        const isRadio = (element: Element | null): element is HTMLInputElement =>
          element instanceof HTMLInputElement && element.type === "radio";
        if (isRadio(active) && isRadio(wanted) && active.name === wanted.name) return "ArrowDown";
        return "Tab";
      });
      if (step === "there") return;
      await page.keyboard.press(step);
    }
    throw new Error(`${tabsAllowed} presses of Tab do not reach ${target}.`);
  };
  return {
    async press(target) {
      await reach(target);
      await page.keyboard.press("Enter");
    },
    async write(target, text) {
      await reach(target);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    async pick(target) {
      await reach(target);
      if (!(await target.isChecked())) await page.keyboard.press("Space");
    },
  };
}
