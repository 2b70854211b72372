import { stepKey, withoutEnd } from "../../core/normalise.ts";

/** Words that change no step's meaning by being there: what leads in, and who acts. Negation, order, modality and amounts are not among them. */
const fillers =
  "so thus hence therefore then now next finally also well just simply we us our let let's lets must need needs have to has had this that the an is are was were be of it its do does will would shall altogether indeed here please note know see find finds get gets got obtain obtains compute computes calculate calculates determine determines work out";
/** Words that mean the same in a step. */
const alike: Readonly<Record<string, string>> = {
  total: "sum",
  because: "since",
  as: "since",
  identical: "same",
};
const chineseFillers =
  /接下来|接下來|接着|接著|然后|然後|那么|那麼|所以|因此|于是|於是|现在|現在|最后|最後|我们|我們|需要|可以|得到|计算|計算|求出|我|要|来|來|再|就|了|的|得/gu;

const dropped = new Set(fillers.split(" "));

/**
 * What a step says, as a key, whatever words lead into it: steps with the same key differ in wording alone. Numbers,
 * formulas and all words that may carry meaning stay.
 */
export function wordingKey(text: string): string {
  return withoutEnd(
    stepKey(text)
      .replace(/[\p{Ll}'’]{2,}/gu, (word) => (dropped.has(word) ? "" : (alike[word] ?? word)))
      .replace(/(?<!\p{L})a(?= +\p{L}{2})/gu, "")
      .replace(chineseFillers, "")
      .replace(/[,;:!，、；：]/gu, " ")
      .replace(/\s+/gu, " "),
    " .。",
  ).trim();
}
