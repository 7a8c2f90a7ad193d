/** The interpreter for scripts on conf changes. Specification: raft-testdata.md section 11. */

import {
  ConfChangeError,
  enterJoint,
  leaveJoint,
  type Membership,
  type NewMember,
  simpleChange,
} from "../confchange/changer.ts";
import { EMPTY_CONFIGURATION, renderConfiguration } from "../tracker/configuration.ts";
import { parseOperations } from "./operations.ts";
import { renderProgressMap } from "./render.ts";
import { type Directive, parseBoolean, ScriptError } from "./script.ts";

/** One changer; a script has one of its own. */
export class ConfChangeScript {
  #membership: Membership = { configuration: EMPTY_CONFIGURATION, members: [] };
  #lastIndex = 0;

  run(directive: Directive): string {
    try {
      this.#membership = this.#change(directive);
    } catch (error) {
      if (!(error instanceof ConfChangeError || error instanceof ScriptError)) throw error;
      return `${error.message}\n`;
    } finally {
      this.#lastIndex++;
    }
    const { configuration, members } = this.#membership;
    return `${renderConfiguration(configuration)}\n${renderProgressMap(members)}`;
  }

  #change(directive: Directive): Membership {
    const fresh: NewMember = {
      lastIndex: this.#lastIndex,
      maxInflightMessages: 10,
      maxInflightBytes: 0,
    };
    const changes = parseOperations(directive.input);
    switch (directive.command) {
      case "simple":
        return simpleChange(this.#membership, changes, fresh);
      case "enter-joint": {
        const argument = directive.arguments.find(({ key }) => key === "autoleave");
        const autoLeave = parseBoolean(argument?.values[0] ?? "false");
        return enterJoint(this.#membership, { autoLeave, changes }, fresh);
      }
      case "leave-joint":
        if (changes.length > 0) throw new ScriptError("this command takes no input");
        return leaveJoint(this.#membership);
      default:
        throw new ScriptError(`unknown command ${directive.command}`);
    }
  }
}
