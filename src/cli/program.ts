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
import { CancelledError, exitCodes, UsageError, type Io } from "./io.ts";

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

/** Runs `stepdpo` with the arguments after the program's name, and returns its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io, version: string): Promise<number> {
  const program = new Command("stepdpo")
    .description("Build step-wise preference data: read traces, label steps, rectify the first wrong step.")
    .version(version)
    .exitOverride()
    // That a switch is off where it isn't given goes without saying.
    .configureHelp({
      optionDescription: (option) => help.optionDescription(option).replace(" (default: false)", ""),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
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
  if (error instanceof CancelledError || io.signal.aborted) {
    io.stderr.write("stepdpo: cancelled\n");
    return exitCodes.cancelled;
  }
  io.stderr.write(`stepdpo: ${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}
