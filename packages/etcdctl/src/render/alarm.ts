/** Alarms. */

import { messageRendering, type Rendering } from "@kvorum/command-line";
import { etcdserverpb as pb } from "@kvorum/proto";
import { type FieldsOptions, headerFields, identifier } from "./header.ts";

export function alarmRendering(response: pb.AlarmResponse, options: FieldsOptions): Rendering {
  return messageRendering(pb.messageTypes["AlarmResponse"]!, response, {
    simple: (output) => {
      for (const { memberID, alarm } of response.alarms) {
        output.line(`memberID:${memberID} alarm:${alarmName(alarm)}`);
      }
    },
    fields: (output) => {
      headerFields(output, response.header, options);
      for (const { memberID, alarm } of response.alarms) {
        output.line(`"MemberID" : ${identifier(memberID, options)}`);
        output.line(`"AlarmType" : ${alarmName(alarm)}`);
        output.line("");
      }
    },
  });
}

export function alarmName(type: number): string {
  const entry = Object.entries(pb.AlarmType).find(([, value]) => value === type);
  return entry?.[0] ?? String(type);
}
