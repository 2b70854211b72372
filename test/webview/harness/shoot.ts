/**
 * `node test/webview/harness/shoot.ts [--scene NAME,…] [--theme light,dark,contrast] [--width 1200,420]`: plays each
 * scene in the harness page and takes pictures into .cache/screenshots/view-*.png. Fails on any error in the page,
 * content policy included.
 */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "playwright-core";
import { root } from "../../../scripts/lib/bootstrap.mjs";
import { ensureChromium } from "../../../scripts/lib/chromium.mjs";
import { scenes, type Scene } from "./scenes.ts";
import { serveHarness } from "./serve.ts";

const { values } = parseArgs({
  options: {
    scene: { type: "string", default: Object.keys(scenes).join(",") },
    theme: { type: "string", default: "light,dark,contrast" },
    width: { type: "string", default: "1200,420" },
  },
});
const folder = join(root, ".cache/screenshots");
mkdirSync(folder, { recursive: true });
const { address, server } = await serveHarness(0);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
const errors: string[] = [];
try {
  for (const name of values.scene.split(",")) {
    const scene = scenes[name];
    if (scene === undefined)
      throw new Error(`There is no scene "${name}": ${Object.keys(scenes).join(", ")}.`);
    for (const width of values.width.split(",").map(Number)) await shoot(browser, name, scene, width);
  }
} finally {
  await browser.close();
  server.close();
}
for (const error of errors) console.error(error);
process.exitCode = errors.length > 0 ? 1 : 0;

async function shoot(from: Browser, name: string, scene: Scene, width: number): Promise<void> {
  const page = await from.newPage({ viewport: { width, height: 900 } });
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${name}: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(`${name}: ${error.message}`));
  await page.goto(`${address}/?tick=${scene.tick ?? 20}`);
  await page.locator(".row, .bad-row").waitFor();
  await scene.play(page);
  for (const theme of values.theme.split(","))
    await picture(page, theme, join(folder, `view-${name}-${width}-${theme}.png`));
  await page.close();
}

async function picture(page: Page, theme: string, path: string): Promise<void> {
  await page.evaluate((wanted) => {
    if (wanted === "light" || wanted === "dark" || wanted === "contrast") window.setTheme(wanted);
  }, theme);
  await page.waitForTimeout(250);
  await page.screenshot({ path });
  console.log(relative(root, path));
}
