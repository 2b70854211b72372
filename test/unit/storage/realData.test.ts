import { createHash } from "node:crypto";
import { existsSync, readFileSync, copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openPath, temporaryFolder } from "./support.ts";

const data = join(import.meta.dirname, "../../../../shared/data");
const there = existsSync(data);

/** Rows counted without our code: line feeds or `JSON.parse`. */
function countedRows(path: string): number {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".json")) return (JSON.parse(text) as unknown[]).length;
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

describe.skipIf(!there)(`real files (${there ? "present" : "../shared/data is not here"})`, () => {
  it.each([
    ["big-bench-mistake/dyck_languages.jsonl", "big-bench-mistake"],
    ["big-bench-mistake/multistep_arithmetic.jsonl", "big-bench-mistake"],
    ["big-bench-mistake/tracking_shuffled_objects.jsonl", "big-bench-mistake"],
    ["gsm8k/example_model_solutions.jsonl", "gsm8k-solutions"],
    ["gsm8k/test.jsonl", "gsm8k"],
    ["gsm8k/train.jsonl", "gsm8k"],
    ["processbench/gsm8k.json", "processbench"],
    ["processbench/math.json", "processbench"],
    ["qwen2.5-math/math_cot_50.jsonl", "qwen-eval"],
    ["step-dpo/GSM8K_test_data.jsonl", "step-dpo-problems"],
    ["eval/aime24.jsonl", "math"],
    ["eval/amc23.jsonl", "aime"],
    ["eval/aqua.jsonl", "aqua"],
    ["eval/svamp.jsonl", "svamp"],
  ])(
    "%s opens whole, every row readable, and an edit undone leaves its bytes",
    { timeout: 60_000 },
    async (name, format) => {
      const path = join(temporaryFolder(), basename(name));
      copyFileSync(join(data, name), path);
      const digest = (): string => createHash("sha256").update(readFileSync(path)).digest("hex");
      const before = digest();
      const { session } = await openPath(path);
      expect(session.info.rows).toBe(countedRows(path));
      for (let from = 0; from < session.info.rows; from += 200) {
        for (const view of await session.rows(from, from + 200)) expect(view.error).toBeNull();
      }
      expect(session.info.format).toBe(format);
      const last = session.info.rows - 1;
      if ((await session.row(last)).readOnly !== null) return;
      const edit = await session.apply(last, { kind: "gold", answer: "42" });
      await session.save();
      expect(digest()).not.toBe(before);
      expect((await session.row(last)).row!.gold.answer).toBe("42");
      await session.undo(edit);
      await session.save();
      expect(digest()).toBe(before);
    },
  );
});
