/** Exit codes and the error that carries one to the top. */

/** The etcdctl specification, section 7.1. */
export const ExitCode = {
  Success: 0,
  Error: 1,
  BadConnection: 2,
  InvalidInput: 3,
  BadFeature: 4,
  Interrupted: 5,
  IO: 6,
  BadArguments: 128,
} as const;

/** Ends the program: `Error: <message>` on stderr, then the code. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}

export function badArguments(message: string): CommandError {
  return new CommandError(ExitCode.BadArguments, message);
}

export function badFeature(message: string): CommandError {
  return new CommandError(ExitCode.BadFeature, message);
}

export function invalidInput(message: string): CommandError {
  return new CommandError(ExitCode.InvalidInput, message);
}

/** An error of a call, with the exit code that the command gives it. */
export function callFailed(error: unknown, exitCode: number = ExitCode.Error): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof Error && isExpected(error)) {
    return new CommandError(exitCode, error.message, error);
  }
  throw error;
}

/** Told by name, so that a command line that needs no client does not load the client package. */
function isExpected(error: Error): boolean {
  return error.name === "ClientError" || error.name === "EndpointError";
}
