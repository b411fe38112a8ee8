import { InvalidArgumentError, Option } from "commander";

/** Stack to work on, from the variable that make sets. */
export function stackOption(): Option {
  return new Option("--stack <name>", "stack").env("PALIER_STACK").default("local");
}

/** Application of the stack. */
export function applicationOption(): Option {
  return textOption("--app <name>", "application", "APP");
}

/** A value that a variable may give as well; an empty one is none. */
export function textOption(flags: string, description: string, variable: string): Option {
  const option = new Option(flags, description);
  return given(variable) ? option.env(variable) : option;
}

/** A whole number from 1 on. */
export function numberOption(
  flags: string,
  description: string,
  variable: string,
  fallback: number,
): Option {
  return textOption(flags, description, variable)
    .argParser((text) => {
      if (!/^[1-9][0-9]{0,5}$/.test(text)) {
        throw new InvalidArgumentError(`expected a whole number from 1 on for ${variable}`);
      }
      return Number(text);
    })
    .default(fallback);
}

/** A switch that the variable sets with 1. */
export function flagOption(flag: string, description: string, variable: string): Option {
  return new Option(flag, description).default(process.env[variable] === "1");
}

/** Whether the answer is for a program. */
export function jsonOption(): Option {
  return flagOption("--json", "prints JSON for programs", "JSON");
}

function given(variable: string): boolean {
  return (process.env[variable] ?? "") !== "";
}
