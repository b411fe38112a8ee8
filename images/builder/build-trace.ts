import { BinaryReader } from "google-protobuf";

// Field numbers of moby.buildkit.v1.StatusResponse, from BuildKit's api/services/control/control.proto.
const response = { vertexes: 1, logs: 3 };
const vertex = { name: 3, started: 5, completed: 6 };
const vertexLog = { message: 4 };

/**
 * Turns one progress message of BuildKit into lines for a log: steps that start, and what they print.
 * `encoded` is the message in base64, as the engine sends it.
 */
export function traceLines(encoded: string): string[] {
  const lines: string[] = [];
  const reader = new BinaryReader(encoded);
  while (reader.nextField() && !reader.isEndGroup()) {
    const field = reader.getFieldNumber();
    if (field === response.vertexes) lines.push(...stepLines(reader.readBytes()));
    else if (field === response.logs) lines.push(...outputLines(reader.readBytes()));
    else reader.skipField();
  }
  return lines;
}

function stepLines(encoded: Uint8Array | string): string[] {
  const reader = new BinaryReader(encoded);
  const seen = new Set<number>();
  let name = "";
  while (reader.nextField() && !reader.isEndGroup()) {
    const field = reader.getFieldNumber();
    seen.add(field);
    if (field === vertex.name) name = reader.readString();
    else reader.skipField();
  }
  const starts = seen.has(vertex.started) && !seen.has(vertex.completed);
  return starts ? [`# ${name}`] : [];
}

function outputLines(encoded: Uint8Array | string): string[] {
  const reader = new BinaryReader(encoded);
  while (reader.nextField() && !reader.isEndGroup()) {
    if (reader.getFieldNumber() === vertexLog.message) {
      const text = Buffer.from(reader.readBytes()).toString().trimEnd();
      return text === "" ? [] : text.split("\n");
    }
    reader.skipField();
  }
  return [];
}
