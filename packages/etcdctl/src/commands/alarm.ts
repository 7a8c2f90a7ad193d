import { maintenance } from "@kvorum/client";
import { badArguments, type CommandCall, callFailed } from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { alarmRendering } from "../render/alarm.ts";
import { withSession } from "../session.ts";

/** `alarm list` */
export async function list(call: CommandCall): Promise<number> {
  if (call.args.length !== 0) throw badArguments("alarm list command accepts no arguments");
  return await withSession(call, async (session) => {
    const client = await session.client();
    const options = { timeoutMs: session.commandTimeoutMs };
    try {
      const response = await client.unary(maintenance.alarm, {}, options);
      session.display(alarmRendering(response, session));
      return 0;
    } catch (error) {
      throw callFailed(error);
    }
  });
}

/** `alarm disarm`: the server knows no "all", so each alarm is ended on its own. */
export async function disarm(call: CommandCall): Promise<number> {
  if (call.args.length !== 0) throw badArguments("alarm disarm command accepts no arguments");
  return await withSession(call, async (session) => {
    const client = await session.client();
    const options = { timeoutMs: session.commandTimeoutMs };
    const disarmed = pb.createAlarmResponse();
    try {
      const active = await client.unary(maintenance.alarm, {}, options);
      for (const { memberID, alarm } of active.alarms) {
        const action = pb.AlarmAction.DEACTIVATE;
        const answer = await client.unary(maintenance.alarm, { action, memberID, alarm }, options);
        disarmed.alarms.push(...answer.alarms);
      }
    } catch (error) {
      throw callFailed(error);
    }
    session.display(alarmRendering(disarmed, session));
    return 0;
  });
}
