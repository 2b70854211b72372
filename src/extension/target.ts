import * as vscode from "vscode";
import type { Place } from "../protocol/traceEditor.ts";
import type { Studio } from "./studio.ts";

/** What a command acts on. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly place: Place | null;
}

/** A target that names a step. */
export type StepTarget = Target & { readonly place: Place & { readonly step: number } };

/**
 * What a command was called on: tree nodes (several where several are selected), a step right-clicked in the trace
 * editor, a file; nothing where it comes from a key or the palette.
 */
export function explicitTargets(studio: Studio, args: readonly unknown[]): readonly Target[] {
  const [first, second] = args;
  if (Array.isArray(second) && second.length > 0) return second.flatMap((one) => targetOf(studio, one) ?? []);
  const target = targetOf(studio, first);
  return target === null ? [] : [target];
}

/** What a command was called on, else where the active trace editor is. */
export function targetOrActive(studio: Studio, args: readonly unknown[]): Target | null {
  const [target] = explicitTargets(studio, args);
  if (target !== undefined) return target;
  const { active } = studio.editors;
  return active === null ? null : { uri: active.document.uri, place: active.host.place };
}

/** Those of the targets that name a step. */
export function stepTargets(targets: readonly Target[]): readonly StepTarget[] {
  return targets.flatMap(({ uri, place }) =>
    place?.step == null ? [] : [{ uri, place: { ...place, step: place.step } }],
  );
}

function targetOf(studio: Studio, argument: unknown): Target | null {
  if (argument instanceof vscode.Uri) return { uri: argument, place: null };
  if (typeof argument !== "object" || argument === null) return null;
  if ("target" in argument) return targetOf(studio, argument.target);
  if ("uri" in argument && argument.uri instanceof vscode.Uri) {
    return { uri: argument.uri, place: "place" in argument ? placeOf(argument.place) : null };
  }
  // A link holds the file as text: VS Code rewrites URIs that come from its own side of a remote window.
  if ("dataset" in argument && typeof argument.dataset === "string") {
    return {
      uri: vscode.Uri.parse(argument.dataset, true),
      place: "place" in argument ? placeOf(argument.place) : null,
    };
  }
  // The context of a right-click in the webview holds the place alone: it is in the active editor.
  const place = placeOf(argument);
  const { active } = studio.editors;
  return place === null || active === null ? null : { uri: active.document.uri, place };
}

function placeOf(value: unknown): Place | null {
  if (typeof value !== "object" || value === null) return null;
  const { row, trace, step } = value as Partial<Record<keyof Place, unknown>>;
  if (typeof row !== "number" || typeof trace !== "number") return null;
  return { row, trace, step: typeof step === "number" ? step : null };
}
