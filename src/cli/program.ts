import { Command, CommanderError, Help } from "commander";
import { addArithmetic } from "./commands/arithmetic.ts";
import { addCheck } from "./commands/check.ts";
import { addConvert } from "./commands/convert.ts";
import { addGrade } from "./commands/grade.ts";
import { addInspect } from "./commands/inspect.ts";
import { addLabel } from "./commands/label.ts";
import { addMap } from "./commands/map.ts";
import { addModel } from "./commands/model.ts";
import { addRectify } from "./commands/rectify.ts";
import { addSearch } from "./commands/search.ts";
import { addShow } from "./commands/show.ts";
import { CancelledError, exitCodes, note, OutputError, UsageError, type Io } from "./io.ts";

const commands = [
  addInspect,
  addMap,
  addShow,
  addSearch,
  addLabel,
  addRectify,
  addCheck,
  addConvert,
  addGrade,
  addArithmetic,
  addModel,
];

const help = new Help();

const afterHelp = `
Rows, traces and steps count from 1. Results go to standard output, all else to
standard error.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled (Ctrl+C).

Environment:
  STEPDPO_STATE       folder of indexes and unsaved edits that programs share
  STEPDPO_MODELS_DIR  folder of downloaded models
  STEPDPO_API_KEY     key for the server that --model names
  STEPDPO_API_ORIGIN  the only server that the key may go to
  STEPDPO_DEBUG       set to anything: tell what goes on, on standard error`;

/** Runs `stepdpo` with the arguments after the program's name, and returns its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io, version: string): Promise<number> {
  const program = new Command("stepdpo")
    .description("Build step-wise preference data: read traces, label steps, rectify the first wrong step.")
    .version(version)
    .addHelpText("after", afterHelp)
    .exitOverride()
    // That a switch is off where it isn't given goes without saying.
    .configureHelp({
      optionDescription: (option) => help.optionDescription(option).replace(" (default: false)", ""),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, writeError) => writeError(text.replace(/^error:/u, "stepdpo:")),
      getErrHasColors: () => false,
      getOutHasColors: () => false,
    })
    .showHelpAfterError("Run the command with --help to see what it takes.");
  for (const add of commands) {
    // Subcommands made by .command() inherit exitOverride, help and output settings.
    add(program, io);
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return io.signal.aborted ? exitCodes.cancelled : exitCodes.done;
  } catch (error) {
    return exitCodeOf(error, io);
  }
}

/** Tells the person what went wrong, and gives the exit code for it. */
function exitCodeOf(error: unknown, io: Io): number {
  if (error instanceof CommanderError) {
    const asked = ["commander.help", "commander.helpDisplayed", "commander.version"].includes(error.code);
    // Without a subcommand commander prints the help as an error.
    return asked && error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (error instanceof OutputError && error.closed) return exitCodes.done;
  if (error instanceof CancelledError || io.signal.aborted) {
    note(io, "stepdpo: cancelled");
    return exitCodes.cancelled;
  }
  note(io, `stepdpo: ${error instanceof Error ? error.message : String(error)}`);
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}
